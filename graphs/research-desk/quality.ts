/** Checks a report against its topic: it is not empty, and every term of the topic occurs in it. */
import { z } from "zod";
import { task } from "../../language/index.ts";
import { stemOf, stemsOf, termsOf } from "./terms.ts";

export const quality = task({
  labels: ["good", "gaps"],
  args: z.object({ topic: z.string(), report: z.string() }),
  output: z.array(z.string()),
  run: async ({ topic, report }) => {
    const said = new Set(stemsOf(report.replace(/^# [\s\S]*?(?:\n\n|$)/, "")));
    const gaps = said.size === 0 ? [topic] : termsOf(topic).filter((term) => !said.has(stemOf(term)));
    return { label: gaps.length === 0 ? "good" : "gaps", output: gaps };
  },
});

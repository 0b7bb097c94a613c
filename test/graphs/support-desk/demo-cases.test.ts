import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Case, cases, crashCase, personsCase } from "../../../graphs/support-desk/demo/cases.ts";
import { examplesOf } from "../../../graphs/support-desk/examples.ts";
import { supportDesk } from "../../../graphs/support-desk/graph.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { runPath } from "../../../testkit/index.ts";
import { openBank } from "./bank.ts";

const all = [...cases, personsCase, crashCase];
const firstWords = all.flatMap(({ turns }) =>
  turns.flatMap(({ acts }) => acts.slice(0, 1).flatMap((act) => ("says" in act ? [act.says] : []))),
);

let bank: Database;
beforeAll(async () => {
  bank = await openBank();
  await bank.sql.query("update bank.outages set latency_ms = 1 where latency_ms > 0");
});
afterAll(() => bank.close());

it("sends requests of the val and test splits, word for word", () => {
  const known = new Set([...examplesOf("val"), ...examplesOf("test")].map(({ text }) => text));
  expect(firstWords.filter((text) => !known.has(text))).toEqual([]);
});

it("has at least 12 requests down different paths", () => {
  expect(new Set(all.map(({ turns }) => turns.map(({ path }) => path).join(" | "))).size).toBeGreaterThanOrEqual(12);
});

describe("each case takes its path in memory too", () => {
  it.each(all)("$shows", async ({ customer, turns }) => {
    const inputs = turns.map(({ acts: [act] }) => ({ customerId: customer, message: act && "says" in act ? act.says : "" }));
    const { steps, waitsAt, error } = await runPath(supportDesk, {
      input: inputs[0] ?? {},
      turns: inputs.slice(1),
      answers: answersOf(turns),
      ports: { sql: bank.sql },
    });
    expect(error).toBeUndefined();
    expect(steps.map(({ node, label }) => `${node}:${label}`).join(" ")).toBe(turns.map(({ path }) => path).join(" "));
    expect(waitsAt).toBe(turns.at(-1)?.waitsAt);
  });
});

/** The acts after the first, given to the questions in the order in which the expected path answers them. */
function answersOf(turns: Case["turns"]): Record<string, { decision: string; form?: Readonly<Record<string, unknown>> }[]> {
  const answers: Record<string, { decision: string; form?: Readonly<Record<string, unknown>> }[]> = {};
  for (const { acts, path } of turns) {
    const asked = path.split(" ").filter((step) => /^(clarify|chooseCharge|approval|specialist):(?!exhausted)/.test(step));
    for (const [at, act] of acts.slice(1).entries()) {
      const [node = "", decision = ""] = asked[at]?.split(":") ?? [];
      const form = "says" in act ? { text: act.says } : act.form;
      answers[node] = [...(answers[node] ?? []), { decision, ...(form && { form }) }];
    }
  }
  return answers;
}

/** What a worker's graph may name: one reader a shelf, and the judgement whether it found anything. */
import { z } from "zod";
import { agent, setup, task } from "../../../language/index.ts";
import { corpus, type Shelf, shelves } from "../corpus.ts";
import { indexPassages } from "../search.ts";
import { Finding } from "../subtask.ts";

/** Searches one shelf; no model. */
function readerOf(shelf: Shelf, passagesAtMost: number) {
  const search = indexPassages(corpus[shelf]);
  return agent({
    args: z.object({ ask: z.string() }),
    output: Finding,
    run: async ({ ask }) => ({ shelf, ask, passages: search(ask, passagesAtMost) }),
  });
}

const weigh = task({
  labels: ["found", "nothing"],
  args: z.object({ finding: Finding }),
  run: async ({ finding }) => ({ label: finding.passages.length > 0 ? "found" : "nothing" }),
});

export const worker = setup({
  state: { ask: z.string(), shelf: z.enum(shelves), finding: Finding },
  agents: { articles: readerOf("articles", 2), timeline: readerOf("timeline", 4), accidents: readerOf("accidents", 4) },
  tasks: { weigh },
});

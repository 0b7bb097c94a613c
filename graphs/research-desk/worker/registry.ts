/** What a worker's graph may name: one reader for each shelf with its search, and the judgement whether it found anything. */
import { z } from "zod";
import { setup, task } from "../../../language/index.ts";
import { Passage, shelves, standsOn } from "../corpus.ts";
import { models } from "../models.ts";
import { Finding } from "../subtask.ts";
import { accidents, articles, searchAccidents, searchArticles, searchTimeline, timeline } from "./readers.ts";

/** Keeps only passages that are really on the shelf, so that no report cites an invented passage. */
const weigh = task({
  labels: ["found", "nothing"],
  args: z.object({ ask: z.string(), shelf: z.enum(shelves), passages: z.array(Passage) }),
  output: Finding,
  run: async ({ ask, shelf, passages }) => {
    const real = passages.filter((passage) => standsOn(shelf, passage));
    return { label: real.length > 0 ? "found" : "nothing", output: { shelf, ask, passages: real } };
  },
});

export const worker = setup({
  state: { ask: z.string(), shelf: z.enum(shelves), passages: z.array(Passage), finding: Finding },
  models,
  agents: { articles, timeline, accidents },
  tools: { searchArticles, searchTimeline, searchAccidents },
  tasks: { weigh },
});

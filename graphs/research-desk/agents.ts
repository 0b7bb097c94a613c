/** The desk's own agents: a supervisor and a writer on language models, and code that admits what was not found. */
import { z } from "zod";
import { agent } from "../../language/index.ts";
import { Finding, Subtask } from "./subtask.ts";

/** No round has more workers than this, regardless of the model's plan. */
const SUBTASKS_EVER = 12;

export const supervisor = agent({
  model: "research",
  args: z.object({ topic: z.string(), gaps: z.array(z.string()).optional(), findings: z.array(Finding) }),
  with: z.object({ subtasksAtMost: z.int() }),
  output: z.array(Subtask).max(SUBTASKS_EVER),
  prompt: `You lead a research desk for railway signalling. Hand out parts of the topic to your workers: each looks one thing up on one shelf.
The shelves: "articles" says how things work, "timeline" which year brought what, "accidents" where, when, how many killed, and why.
Give at most {subtasksAtMost} parts. When the last report left words of the topic out, give one part a word, on a shelf that was not yet
asked for it, and none for a word that all shelves were asked for. No parts when the topic has nothing to look up.
Found so far: {findings}
Left out by the last report, nothing before the first one: {gaps}
The topic: {topic}`,
});

export const writer = agent({
  model: "research",
  args: z.object({ topic: z.string(), findings: z.array(Finding) }),
  output: z.string(),
  prompt: `Write a report on the topic out of these passages alone, in Markdown: first the line "# " and the topic; then, between blank lines, paragraphs, each ending with
the number of its source, [1]; then the line "## Sources" and one line a source, "[1] " and its name. Add nothing that the passages do not
say, and do not mention what they leave open.
The passages: {findings}
The topic: {topic}`,
});

/** Reports at the end what was not found. Optional, because the bound that leads here could in principle be spent before a report is written. */
export const admitGaps = agent({
  args: z.object({ report: z.string().optional(), gaps: z.array(z.string()).optional() }),
  output: z.string(),
  run: async ({ report = "", gaps = [] }) => `${report}\n\n## Not found\n\nThe corpus has nothing on: ${gaps.join(", ")}.`,
});

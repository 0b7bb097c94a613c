/** What the supervisor hands to a worker, and what the worker brings back. */
import { z } from "zod";
import { Passage, shelves } from "./corpus.ts";

export const Subtask = z.object({
  shelf: z.enum(shelves),
  ask: z.string().min(1).describe("A word of the topic, or a question: what the worker searches for."),
});
export type Subtask = z.infer<typeof Subtask>;

export const Finding = z.object({ shelf: z.enum(shelves), ask: z.string(), passages: z.array(Passage) });
export type Finding = z.infer<typeof Finding>;

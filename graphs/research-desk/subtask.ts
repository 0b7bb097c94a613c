/** What the supervisor hands to a worker, and what the worker brings back. */
import { z } from "zod";
import { shelves } from "./corpus.ts";

export const Subtask = z.object({ shelf: z.enum(shelves), ask: z.string().min(1) });
export type Subtask = z.infer<typeof Subtask>;

export const Finding = z.object({
  shelf: z.enum(shelves),
  ask: z.string(),
  passages: z.array(z.object({ source: z.string(), text: z.string() })),
});
export type Finding = z.infer<typeof Finding>;

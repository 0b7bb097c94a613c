/** The declaration as plain data: its shape before any name is checked, and the source of schema.json. */
import { z } from "zod";
import { kinds, type NodeData } from "./kinds/all.ts";
import { channelName, retryShape, target } from "./kinds/policy.ts";
import { duration, tunable } from "./kinds/tunable.ts";

export type { NodeData } from "./kinds/all.ts";

const { agent, router, tool, task, interrupt } = kinds;
export const nodeShape = z.discriminatedUnion("kind", [
  agent.shape,
  router.shape,
  tool.shape,
  task.shape,
  interrupt.shape,
] as never) as unknown as z.ZodType<NodeData>;

const channels = z.array(channelName);
const headShape = z.strictObject({
  id: z.string().min(1).describe("The graph's name: what assistants are found by."),
  version: z.int().min(1).describe("Counts up when the declaration changes."),
  description: z.string().optional(),
  start: z.string().describe("The node that a turn enters first."),
  params: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
    .optional()
    .describe("The only tunable values; an overlay may change them."),
  input: channels.optional().describe("Channels that a request may set."),
  output: channels.optional().describe("Channels that the answer shows; all unless said."),
  keeps: channels.optional().describe('Channels that outlive "end". All others are cleared when the next run starts.'),
  defaults: z
    .strictObject({ timeout: tunable(duration).optional(), retry: retryShape.optional(), onError: target.optional() })
    .optional()
    .describe("How nodes are tried and where their errors go unless they say so themselves."),
  budget: z
    .strictObject({ steps: z.int().min(1).optional(), tokens: z.int().min(1).optional(), next: target })
    .optional()
    .describe("What a turn may spend; the node that would exceed it goes to `next` (label `budget`)."),
});

export const graphShape = headShape.extend({ nodes: z.record(z.string(), nodeShape).describe("The nodes by name.") });

export type GraphData = z.infer<typeof graphShape>;

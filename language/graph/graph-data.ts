/** The declaration as plain data: its shape before any name is checked, and the source of schema.json. */

import { z } from "zod";
import { kinds, type NodeData } from "../kinds/all.ts";
import { oneOfKinds } from "../kinds/kind/kind.ts";
import { channelName, retryShape, target } from "../kinds/kind/policy.ts";
import { duration, paramValue, tunable } from "../kinds/kind/tunable.ts";

export type { NodeData } from "../kinds/all.ts";

const nodeShape: z.ZodType<NodeData> = oneOfKinds(Object.values(kinds).map(({ shape }) => shape));

const channels = z.array(channelName);
const headShape = z.strictObject({
  id: z.string().min(1).describe("The graph's name: what assistants are found by."),
  version: z.int().min(1).describe("Counts up when the declaration changes."),
  description: z.string().optional().describe("What the graph is for."),
  start: z.string().describe("The node that a turn enters first."),
  params: z.record(z.string(), paramValue).optional().describe("The only tunable values; an overlay may change them."),
  input: channels.optional().describe("Channels that a request may set."),
  output: channels.optional().describe("Channels that `wait` and `join` return; all by default."),
  endsWith: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('The labels with which the graph ends (targets "end:<label>"); a graph that calls it routes each.'),
  keeps: channels.optional().describe('Channels that outlive "end". All others are cleared when the next run starts.'),
  defaults: z
    .strictObject({ timeout: tunable(duration).optional(), retry: retryShape.optional(), onError: target.optional() })
    .optional()
    .describe("How nodes are tried and where their errors go by default."),
  budget: z
    .strictObject({
      steps: z.int().min(1).optional(),
      tokens: z.int().min(1).optional(),
      usd: z.number().positive().optional().describe("US dollars; a model without a known price costs none."),
      time: duration.optional().describe("How long its nodes may work; waiting for people does not count."),
      next: target,
    })
    .optional()
    .describe("What a turn may spend; the node that would exceed it goes to `next` (label `budget`)."),
});

const signalsShape = z
  .record(z.string(), z.strictObject({ by: z.array(z.string()).min(1).describe("Roles that may give it."), next: target }))
  .describe("Labels from outside, whichever node is active: what runs is drained, a pending question is superseded.");

const nodes = z.record(z.string(), nodeShape).describe("The nodes by name.");

export const localShape = headShape
  .pick({ start: true, endsWith: true, params: true })
  .extend({
    start: z.string().describe("The node that a call enters first."),
    gives: channels.optional().describe("Channels that its caller gets; by default what it writes, but for what only its own nodes read."),
    nodes,
  })
  .describe("A graph on the channels of this one, called by subgraph nodes.");
export const localGraphsShape = z.record(z.string(), localShape).describe("Graphs that only this one calls, by name.");

export const graphShape = headShape.extend({
  graphs: localGraphsShape.optional(),
  signals: signalsShape.optional(),
  nodes,
});

export type GraphData = z.infer<typeof graphShape>;

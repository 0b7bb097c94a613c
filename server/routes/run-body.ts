/** The body of a request that starts a run, and the request headers that reach the graph with it. */
import type { Request } from "express";
import { z } from "zod";
import { parseBody, unsupported } from "../http/parse.ts";
import { answererFields, tenantOf } from "./answerer.ts";
import { checkpoint } from "./thread-state.ts";

const record = z.record(z.string(), z.unknown());
const streamMode = z.enum([
  "values",
  "messages",
  "messages-tuple",
  "updates",
  "events",
  "tasks",
  "checkpoints",
  "debug",
  "custom",
  "tools",
]);
const nodes = z.union([z.literal("*"), z.array(z.string())]);
const target = z.union([z.string(), z.object({ node: z.string(), input: z.unknown().optional() })]);
const command = z.object({
  goto: z.union([target, z.array(target)]).optional(),
  update: z.union([record, z.array(z.tuple([z.string(), z.unknown()]))]).optional(),
  resume: z.unknown().optional(),
});
/** LangGraph keeps its own settings under `__`: clients may not set them. */
const configurable = record.refine(
  (values) => !Object.keys(values).some((key) => key.startsWith("__")),
  "names that start with __ are reserved for LangGraph",
);
const config = z.looseObject({
  tags: z.array(z.string()).optional(),
  recursion_limit: z.int().min(1).max(10_000).optional(),
  configurable: configurable.optional(),
});

export const runBody = z.object({
  assistant_id: z.string().min(1),
  input: z.unknown().optional(),
  command: command.optional(),
  metadata: record.optional(),
  config: config.optional(),
  context: z.unknown().optional(),
  checkpoint_id: z.string().optional(),
  checkpoint: checkpoint.optional(),
  stream_mode: z.union([streamMode, z.array(streamMode)]).optional(),
  stream_subgraphs: z.boolean().optional(),
  stream_resumable: z.boolean().optional(),
  interrupt_before: nodes.optional(),
  interrupt_after: nodes.optional(),
  multitask_strategy: z.enum(["reject", "rollback", "interrupt", "enqueue"]).optional(),
  on_disconnect: z.enum(["cancel", "continue"]).default("continue"),
  on_completion: z.enum(["delete", "keep"]).optional(),
  /** Who requests the run, or answers with it: our own fields. */
  ...answererFields,
  /** Higher is more urgent: our own field as well. */
  priority: z.int().min(-100).max(100).optional(),
  if_not_exists: z.enum(["reject", "create"]).optional(),
  durability: z.enum(["sync", "async", "exit"]).optional(),
  webhook: unsupported("webhooks"),
  after_seconds: z.number().min(0).max(31_536_000).optional(),
  feedback_keys: unsupported("feedback keys"),
});
export type RunBody = z.output<typeof runBody> & { readonly tenant?: string };

/** The body, with the request's `x-*` headers and user agent in `config.configurable`, where graphs expect them. */
export function parseRun(request: Request): RunBody {
  const body = parseBody(request, runBody);
  const config = body.config ?? {};
  const tenant = tenantOf(request);
  const configurable = { ...config.configurable, ...forwardedHeaders(request) };
  return { ...body, ...(tenant && { tenant }), config: { ...config, configurable } };
}

/** Never forwarded to a graph. */
const CREDENTIAL_HEADERS = new Set(["x-api-key", "x-tenant-id", "x-service-key"]);

function forwardedHeaders({ headers }: Request): Record<string, unknown> {
  const isForwarded = (name: string): boolean => (name.startsWith("x-") && !CREDENTIAL_HEADERS.has(name)) || name === "user-agent";
  return Object.fromEntries(Object.entries(headers).filter(([name]) => isForwarded(name)));
}

/** What creates a run: the body of the protocol's run routes, and the request headers that travel with it. */
import type { Request } from "express";
import { z } from "zod";
import { bodyOf, notYet } from "../http/parse-body.ts";
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
/** LangGraph keeps its own settings under `__`: a client may not reach them. */
const configurable = record.refine(
  (values) => !Object.keys(values).some((key) => key.startsWith("__")),
  "names that begin with __ are LangGraph's own",
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
  /** Who asks, or answers by `command.resume`: our own field. */
  by: z.string().min(1).max(200).optional(),
  /** How urgent: our own field too. */
  priority: z.int().min(-100).max(100).optional(),
  if_not_exists: z.enum(["reject", "create"]).optional(),
  durability: z.enum(["sync", "async", "exit"]).optional(),
  webhook: notYet("webhooks"),
  after_seconds: z.number().min(0).max(31_536_000).optional(),
  feedback_keys: notYet("feedback keys"),
});
export type RunBody = z.output<typeof runBody> & { readonly tenant?: string };

/** The body, with the request's `x-*` headers and user agent under `config.configurable`, where graphs look for them. */
export function runOf(request: Request): RunBody {
  const body = bodyOf(request, runBody);
  const config = body.config ?? {};
  const tenant = request.get("x-tenant-id");
  return { ...body, ...(tenant && { tenant }), config: { ...config, configurable: { ...config.configurable, ...travelling(request) } } };
}

/** Credentials stay at the door. */
const kept = new Set(["x-api-key", "x-tenant-id", "x-service-key"]);

function travelling({ headers }: Request): Record<string, unknown> {
  const travels = (name: string): boolean => (name.startsWith("x-") && !kept.has(name)) || name === "user-agent";
  return Object.fromEntries(Object.entries(headers).filter(([name]) => travels(name)));
}

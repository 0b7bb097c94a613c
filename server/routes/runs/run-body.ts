/** The body of a request that starts a run. */
import type { Request } from "express";
import { z } from "zod";
import { nearest } from "../../../language/issues/nearest.ts";
import { onlyThese } from "../../../language/schema/only-these.ts";
import type { RunRequest } from "../../../runtime/protocol/run-request.ts";
import { type HeadersOf, isReservedKey } from "../../http/configurable-headers.ts";
import { parseBody, unsupported } from "../../http/parse.ts";
import { answererFields } from "../answerer.ts";
import { checkpoint } from "../thread-state.ts";

const record = z.record(z.string(), z.unknown());
export const streamMode = z.enum([
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
  "lifecycle",
]);
const threadStatus = z.enum(["idle", "busy", "interrupted", "error"]);
const nodes = z.union([z.literal("*"), z.array(z.string())]);
const target = z.union([z.string(), onlyThese({ node: z.string(), input: z.unknown().optional() })]);
export const command = onlyThese({
  goto: z.union([target, z.array(target)]).optional(),
  update: z.union([record, z.array(z.tuple([z.string(), z.unknown()]))]).optional(),
  resume: z.unknown().optional(),
});
/** A graph's own keys are legal, whatever their names. */
const configurable = record.superRefine((values, context) => {
  for (const key of Object.keys(values).filter(isReservedKey))
    context.addIssue({ code: "custom", path: [key], message: "names that start with __ or langgraph_auth_ are the server's own" });
});
const known = {
  tags: z.array(z.string()).optional(),
  recursion_limit: z.int().min(1).max(10_000).optional(),
  configurable: configurable.optional(),
  metadata: record.optional(),
};
/** LangChain's config has more fields, which do nothing here; one that was meant for ours is refused. */
export const config = z.looseObject(known).superRefine((values, context) => {
  for (const key of Object.keys(values).filter((name) => !(name in known))) {
    const meant = nearest(key, Object.keys(known));
    if (meant) context.addIssue({ code: "custom", path: [key], message: `"${key}" is not known. Did you mean "${meant}"?` });
  }
});

export const runBody = onlyThese({
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
  if_thread_status: z.array(threadStatus).min(1).optional(),
  /** Any is taken, and each run is `sync`: its answers and effects depend on it. */
  durability: z.enum(["sync", "async", "exit"]).optional(),
  webhook: z.string().min(1).max(2_000).optional(),
  after_seconds: z.number().min(0).max(31_536_000).optional(),
  feedback_keys: z.array(z.string().min(1).max(200)).max(100).optional(),
  langsmith_tracer: unsupported("LangSmith projects of single runs"),
  /** It always is: the id of one question never answers another. */
  strict_resume: z.literal(true, "this version always resumes strictly").optional(),
  /** The older name of `durability`. */
  checkpoint_during: z.boolean().optional(),
});
export type RunBody = z.output<typeof runBody> & Pick<RunRequest, "headers">;

/** The body, and what the request's headers add to it. */
export function parseRun(request: Request, headersOf: HeadersOf): RunBody {
  const body = parseBody(request, runBody);
  return { ...body, headers: headersOf(request) };
}

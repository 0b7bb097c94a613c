/** What the routes answer with, as schemas: the API's description shows them, and a test checks every answer against them. */
import { z } from "zod";

const time = z.iso.datetime({ offset: true });
const id = z.string();
const data = z.record(z.string(), z.unknown());

const Interrupt = z.strictObject({ id, value: z.unknown(), response_schema: z.unknown().optional() });
const Checkpoint = z.strictObject({
  thread_id: id,
  checkpoint_ns: z.string(),
  checkpoint_id: id,
  checkpoint_map: data.nullable(),
});
const Task = z.strictObject({
  id,
  name: z.string(),
  error: z.string().nullable(),
  interrupts: z.array(z.looseObject({ id: id.optional() })),
  path: z.unknown(),
  checkpoint: z.unknown(),
  state: z.unknown(),
  result: z.unknown(),
});
const AssistantVersion = z.strictObject({
  ...{ assistant_id: id, graph_id: z.string(), name: z.string(), description: z.string().nullable() },
  ...{ config: data, context: z.unknown(), metadata: data, version: z.int(), created_at: time },
});
const GivenAnswer = z.strictObject({
  by: z.string(),
  via: z.string().nullish(),
  roles: z.array(z.string()).nullable(),
  decision: z.string().nullable(),
  form: z.unknown().optional(),
  answer: z.unknown(),
  reason: z.string().nullable(),
  at: time,
});
const LinkPerson = z.strictObject({ id: z.string(), name: z.string().optional() });
const Item = z.strictObject({ namespace: z.array(z.string()), key: z.string(), value: data, created_at: time, updated_at: time });
const usage = { tokens: z.int(), usd: z.number().nullable(), unpriced_tokens: z.int() };
const GraphSchemas = z.looseObject({
  input_schema: z.unknown(),
  output_schema: z.unknown(),
  state_schema: z.unknown(),
  config_schema: z.unknown(),
  context_schema: z.unknown(),
});

export const answers = {
  Ok: z.strictObject({ ok: z.boolean(), failed: z.record(z.string(), z.string()).optional(), troubles: z.array(z.string()).optional() }),
  Info: z.looseObject({
    version: z.string(),
    langgraph_js_version: z.string(),
    context: z.literal("js"),
    flags: z.record(z.string(), z.unknown()),
  }),
  Count: z.int(),
  Assistant: AssistantVersion.extend({ updated_at: time }),
  AssistantVersion,
  Graph: z.strictObject({
    nodes: z.array(z.looseObject({ id })),
    edges: z.array(z.looseObject({ source: z.string(), target: z.string() })),
  }),
  GraphSchemas,
  Subgraphs: z.record(z.string(), GraphSchemas),
  Thread: z.looseObject({
    ...{ thread_id: id, created_at: time, updated_at: time, metadata: data },
    status: z.enum(["idle", "busy", "interrupted", "error"]),
    config: data,
    values: data.optional(),
    interrupts: z.record(z.string(), z.array(Interrupt)),
  }),
  Pruned: z.strictObject({ pruned_count: z.int() }),
  ThreadStorage: z.strictObject({
    ...{ thread_id: id, total_bytes: z.number(), checkpoints: z.number(), channel_values: z.number(), pending_writes: z.number() },
  }),
  ThreadState: z.strictObject({
    values: z.unknown(),
    next: z.array(z.string()),
    tasks: z.array(Task),
    metadata: data.optional(),
    created_at: time.nullable(),
    checkpoint: Checkpoint.nullable(),
    parent_checkpoint: Checkpoint.nullable(),
  }),
  StateUpdated: z.looseObject({ checkpoint: z.unknown() }),
  ThreadPath: z.strictObject({
    thread_id: id,
    turns: z.array(
      z.strictObject({
        run_ids: z.array(id),
        path: z.array(z.looseObject({ node: z.string(), label: z.string(), target: z.string() })),
      }),
    ),
  }),
  ThreadUsage: z.strictObject({
    thread_id: id,
    ...usage,
    runs: z.array(
      z.strictObject({
        run_id: id,
        ...usage,
        nodes: z.array(z.strictObject({ node: z.string(), visits: z.int(), attempts: z.int(), ...usage })),
      }),
    ),
  }),
  Run: z.looseObject({
    ...{ run_id: id, thread_id: id, assistant_id: id },
    status: z.enum(["pending", "running", "error", "success", "timeout", "interrupted"]),
    ...{ metadata: data, kwargs: data, multitask_strategy: z.string(), created_at: time, updated_at: time },
    cancel_reason: z.string().optional(),
    waits_because: z.string().optional(),
  }),
  Ticket: z.strictObject({ ticket: z.string(), expires_at: time }),
  Webhook: z.strictObject({
    ...{
      webhook_id: id,
      run_id: id,
      thread_id: id,
      url: z.string(),
      status: z.enum(["pending", "delivered", "failed"]),
      attempts: z.int(),
    },
    ...{ next_attempt_at: time.nullable(), last_error: z.string().nullable(), created_at: time, delivered_at: time.nullable() },
  }),
  Cron: z.strictObject({
    ...{ cron_id: id, assistant_id: id, thread_id: id.nullable(), user_id: z.string(), payload: data, metadata: data },
    ...{ schedule: z.string(), timezone: z.string().nullable(), enabled: z.boolean(), on_run_completed: z.enum(["delete", "keep"]) },
    ...{ end_time: time.nullable(), next_run_date: time.nullable(), last_due_date: time.nullable(), last_run_id: id.nullable() },
    last_error: z.strictObject({ code: z.string(), message: z.string(), due: time }).nullable(),
    ...{ created_at: time, updated_at: time },
  }),
  /** The last values; `{__interrupt__}` while the thread waits; `{__error__}`. */
  Result: z.unknown(),
  Interrupt: z.looseObject({
    ...{ id, thread_id: id, run_id: id, graph_id: z.string().nullish(), node: z.string().nullable() },
    status: z.enum(["pending", "decided", "superseded", "expired"]),
    ...{ value: z.unknown(), decision: z.string().nullable(), answer: z.unknown() },
    ...{ decided_by: z.string().nullable(), decided_at: time.nullable(), resume_run_id: id.nullable() },
    ...{ created_at: time, due_at: time.nullable(), assignee: z.string().nullable(), question_hash: z.string().nullable() },
    answers: z.array(GivenAnswer).optional(),
  }),
  DecisionLink: z.strictObject({
    ...{ link_id: id, interrupt_id: id, token: z.string(), path: z.string(), expires_at: time },
    ...{ role: z.string().nullable(), person: LinkPerson.nullable(), decisions: z.array(z.string()).nullable() },
  }),
  LinkedQuestion: z.strictObject({
    ...{ interrupt_id: id, prompt: z.string(), shows: data, decisions: z.record(z.string(), data.nullable()).nullable() },
    ...{ role: z.string().nullable(), person: LinkPerson.nullable(), expires_at: time },
  }),
  CommandAnswer: z.looseObject({ type: z.enum(["success", "error"]), id: z.int().nullable() }),
  Item: Item.nullable(),
  Items: z.strictObject({ items: z.array(Item.extend({ score: z.number().nullish() })) }),
  Namespaces: z.strictObject({ namespaces: z.array(z.array(z.string())) }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type AnswerName = keyof typeof answers;

/**
 * Puts a question into the inbox. One whose answer never reached the graph, because its run was cancelled or the code asks something else now, is open
 * again; a sleep begins anew when it was ended and its node is entered again. LangGraph gives the questions of a task equal ids, also if the code of a graph built by hand has changed them.
 */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { AskedBy } from "./rows.ts";

/** Counted from now, by the database's clock, or a time in ISO 8601. */
export type DueTime = { readonly afterMs: number } | { readonly at: string };

export interface OpenInterrupt {
  readonly id: string;
  readonly threadId: string;
  readonly runId: string;
  readonly task: string;
  readonly node: string | null;
  readonly payload: unknown;
  /** JSON Schema of the resume value, where the code has given one. */
  readonly responseSchema: unknown;
  /** When its deadline's edge is taken, or its sleep is over. Null: never. */
  readonly due: DueTime | null;
  /** It asks nobody: a person never sees it. */
  readonly sleeps?: boolean;
  readonly questionHash: string;
  readonly shownHash: string | null;
  readonly boundHash: string | null;
  readonly askedBy: AskedBy | undefined;
}

/** The row of the question. Another thread may have its id: one that was copied, or that is a copy. */
const keyOf = `coalesce(
  (select id from signalbox.interrupts where thread_id = $2 and coalesce(asked_id, id) = $1),
  case when exists (select 1 from signalbox.interrupts where id = $1) then $2 || ':' || $1 else $1 end
)`;

export async function openInterrupt(tx: TenantSql, interrupt: OpenInterrupt): Promise<void> {
  if (await isOpened(tx, interrupt)) return;
  const { id, threadId } = interrupt;
  const there = await tx.query(
    "select 1 from signalbox.interrupts where tenant = $tenant and thread_id = $1 and coalesce(asked_id, id) = $2",
    [threadId, id],
  );
  // another thread took the id a moment ago: now it is seen
  if (there.length === 0 && !(await isOpened(tx, interrupt))) throw new Error(`Interrupt ${id} of thread ${threadId} could not be opened.`);
}

async function isOpened(tx: TenantSql, interrupt: OpenInterrupt): Promise<boolean> {
  const opened = await tx.query(
    `with place as materialized (select ${keyOf} as key, clock_timestamp() as now), opened as (
       insert into signalbox.interrupts as i
         (id, asked_id, thread_id, run_id, task, node, payload, opened_at, due_at, question_hash, shown_hash, bound_hash, asked_by, response_schema, sleeps, tenant)
       select key, nullif($1, key), $2, $3, $4, $5, $6::json, now, coalesce($13::timestamptz, now + $7 * interval '1 millisecond'), $8, $9, $10, $11::json, $12::json, $14, $tenant
       from place
       on conflict (id) do update set status = 'pending', decision = null, answer = null, decided_by = null, decided_via = null, decided_at = null, resume_run = null,
         task = excluded.task, node = excluded.node, payload = excluded.payload, asked_by = excluded.asked_by, response_schema = excluded.response_schema,
         question_hash = excluded.question_hash, shown_hash = excluded.shown_hash, bound_hash = excluded.bound_hash,
         due_at = case when i.sleeps then excluded.due_at else i.due_at end,
         opened_at = case when i.question_hash = excluded.question_hash and not i.sleeps then i.opened_at else excluded.opened_at end
       where i.thread_id = excluded.thread_id and (
         i.resume_run = $3 or (i.sleeps and i.status <> 'pending') or (i.status = 'pending' and i.asked_by is not null and i.question_hash <> excluded.question_hash)
       )
       returning id
     ), forgotten as (delete from signalbox.answers where interrupt_id in (select id from opened)),
     forgotten_too as (delete from signalbox.replaced_answers where interrupt_id in (select id from opened))
     select id from opened`,
    [
      interrupt.id,
      interrupt.threadId,
      interrupt.runId,
      interrupt.task,
      interrupt.node,
      JSON.stringify(interrupt.payload),
      interrupt.due && "afterMs" in interrupt.due ? interrupt.due.afterMs : null,
      interrupt.questionHash,
      interrupt.shownHash,
      interrupt.boundHash,
      interrupt.askedBy ? JSON.stringify(interrupt.askedBy) : null,
      interrupt.responseSchema === undefined ? null : JSON.stringify(interrupt.responseSchema),
      interrupt.due && "at" in interrupt.due ? interrupt.due.at : null,
      interrupt.sleeps ?? false,
    ],
  );
  return opened.length > 0;
}

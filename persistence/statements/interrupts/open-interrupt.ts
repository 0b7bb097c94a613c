/** Puts a question into the inbox. One whose answer never reached the graph, because its run was cancelled, is open again. */
import type { Sql } from "../../../language/registry/context.ts";

export interface OpenInterrupt {
  readonly id: string;
  readonly threadId: string;
  readonly runId: string;
  readonly task: string;
  readonly node: string | null;
  readonly payload: unknown;
  /** Counted from now, by the database's clock. */
  readonly dueAfterMs: number | null;
  readonly questionHash: string;
  readonly shownHash: string | null;
  readonly boundHash: string | null;
}

export async function openInterrupt(tx: Sql, interrupt: OpenInterrupt): Promise<void> {
  await tx.query(
    `with opened as (
       insert into signalbox.interrupts as i (id, thread_id, run_id, task, node, payload, due_at, question_hash, shown_hash, bound_hash)
       values ($1, $2, $3, $4, $5, $6::json, clock_timestamp() + $7 * interval '1 millisecond', $8, $9, $10)
       on conflict (id) do update set status = 'pending', decision = null, answer = null, decided_by = null, decided_at = null, resume_run = null
       where i.thread_id = excluded.thread_id and i.resume_run = $3
       returning id
     ), forgotten as (delete from signalbox.replaced_answers where interrupt_id in (select id from opened))
     delete from signalbox.answers where interrupt_id in (select id from opened)`,
    [
      interrupt.id,
      interrupt.threadId,
      interrupt.runId,
      interrupt.task,
      interrupt.node,
      JSON.stringify(interrupt.payload),
      interrupt.dueAfterMs,
      interrupt.questionHash,
      interrupt.shownHash,
      interrupt.boundHash,
    ],
  );
}

/** Questions with all that decides whether an answer to them still counts, in one look: before the thread's lock and again under it. */
import type { Sql } from "../../../language/registry/context.ts";
import { headOf } from "../../checkpointer/checkpoint-order.ts";
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { interruptColumns } from "../interrupt-columns.ts";
import type { RunKwargs, RunPrincipal } from "../runs/rows.ts";
import { hasFailed, mayBeTried } from "../set-aside.ts";
import { answersOf, type InJson, inTime, replacedAnswersOf, withAnswers } from "./answers-of.ts";
import type { AnswerRow, InboxRow } from "./rows.ts";

export interface SeenInterrupt extends InboxRow {
  /** The definition that the thread follows; null for a raw LangGraph. */
  readonly definition_hash: string | null;
  readonly tenant: string;
  /** The thread's last checkpoint. */
  readonly head: string | null;
  /** How the run that asked was to be run. */
  readonly asking_kwargs: RunKwargs | null;
  /** By the credential of who began the turn. */
  readonly asking_principal: RunPrincipal | null;
  /** A signal that has not reached the graph yet: it supersedes all questions of the thread. */
  readonly signal: SignalUnderWay | null;
  /** Answers that a person has changed since. */
  readonly replaced: readonly AnswerRow[];
}

export interface SignalUnderWay {
  readonly run: string;
  readonly signal: string;
  readonly by: string | null;
  readonly at: Date;
}

const look = `select ${interruptColumns}, i.tenant, t.graph_id, t.definition_hash, asking.kwargs as asking_kwargs, asking.principal as asking_principal,
  ${headOf("i.thread_id")} as head,
  (select json_build_object('run', r.id, 'signal', r.payload ->> 'signal', 'by', r.requested_by, 'at', r.created_at) from signalbox.runs r
   where r.thread_id = i.thread_id and r.kind = 'signal' and r.status in ('pending', 'running') order by r.created_at limit 1) as signal,
  ${answersOf("i.id")} as answers, ${replacedAnswersOf("i.id")} as replaced
  from signalbox.interrupts i join signalbox.threads t on t.id = i.thread_id left join signalbox.runs asking on asking.id = i.run_id and asking.thread_id = i.thread_id`;

/** Of one thread. */
export async function findInterrupts(sql: TenantSql, threadId: string, ids: readonly string[]): Promise<SeenInterrupt[]> {
  const ofThread = "where i.tenant = $tenant and i.thread_id = $1 and coalesce(i.asked_id, i.id) = any($2::text[])";
  return seen(await sql.query<SeenRow>(`${look} ${ofThread}`, [threadId, ids]));
}

/** Those that a thread waits with for people, oldest first. */
export async function findOpenInterrupts(sql: TenantSql, threadId: string): Promise<SeenInterrupt[]> {
  return seen(
    await sql.query<SeenRow>(
      `${look} where i.thread_id = $1 and i.tenant = $tenant and i.status = 'pending' and not i.sleeps order by i.opened_at, i.id`,
      [threadId],
    ),
  );
}

/** Those whose deadline is over: those that never failed before the others, the most overdue first. */
export async function findDueInterrupts(sql: Sql): Promise<SeenInterrupt[]> {
  return seen(
    await sql.query<SeenRow>(
      `${look} where i.status = 'pending' and i.due_at <= clock_timestamp() and ${mayBeTried("deadline", "i.id")}
       order by ${hasFailed("deadline", "i.id")}, i.due_at limit 50`,
    ),
  );
}

interface SeenRow extends Omit<SeenInterrupt, "signal" | "answers" | "replaced"> {
  readonly signal: InJson<SignalUnderWay> | null;
  readonly answers: readonly InJson<AnswerRow>[];
  readonly replaced: readonly InJson<AnswerRow>[];
}

function seen(rows: readonly SeenRow[]): SeenInterrupt[] {
  return rows.map((row) => ({ ...withAnswers(row), signal: row.signal && inTime(row.signal), replaced: row.replaced.map(inTime) }));
}

/** A thread as the API shows it. */

import { asAskedToday } from "../../nodes/agent/approval/as-asked-today.ts";
import { withOpenQuestions } from "../../nodes/interrupt/said-while-open.ts";
import type { ThreadRow, ThreadStatus } from "../../persistence/statements/threads/rows.ts";

export interface Thread {
  readonly thread_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly metadata: Record<string, unknown>;
  readonly status: ThreadStatus;
  readonly config: Record<string, unknown>;
  /** At its last stop; missing before the first. */
  readonly values?: Record<string, unknown>;
  /** Open questions by LangGraph's task id. */
  readonly interrupts: Record<string, { readonly id: string; readonly value: unknown; readonly response_schema?: unknown }[]>;
  /** Where the request asks for it. */
  readonly ttl?: ThreadTtl | null;
  /** What a search has taken out of it, by name. */
  readonly extracted?: Record<string, unknown>;
}

export interface ThreadTtl {
  readonly strategy: "delete";
  readonly ttl_minutes: number;
  /** It is deleted then, unless it is changed, or waits for a person. */
  readonly expires_at: string;
}

/** Null: it is kept until it is deleted. */
export function ttlOf({ ttl_minutes, updated_at }: ThreadRow): ThreadTtl | null {
  if (ttl_minutes === null) return null;
  return { strategy: "delete", ttl_minutes, expires_at: new Date(updated_at.getTime() + ttl_minutes * 60_000).toISOString() };
}

/** In the metadata of a thread that sleeps: until when. */
const UNTIL = "signalbox_until";

export function threadOf(row: ThreadRow): Thread {
  const { id, created_at, updated_at, status, config, last_values, interrupts: open, sleeps_until } = row;
  // a client may have sent back what it was given
  const { [UNTIL]: _, ...given } = row.metadata;
  const metadata = sleeps_until ? { ...given, [UNTIL]: sleeps_until.toISOString() } : given;
  const today = Object.entries(open).map(([task, questions]) => [
    task,
    questions.map((question) => ({ ...question, value: asAskedToday(question.value) })),
  ]);
  const interrupts: Thread["interrupts"] = Object.fromEntries(today);
  return {
    thread_id: id,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
    ...{ metadata, status, config, interrupts },
    ...(last_values && { values: withOpenQuestions(last_values, Object.values(interrupts).flat()) }),
  };
}

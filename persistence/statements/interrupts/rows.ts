/** The rows of the tables of questions and their answers, as statements return them. */

export type InterruptStatus = "pending" | "decided" | "superseded" | "expired";

/** What a question of a graph built by hand depends on in its code: `compile/hand-built/asking-code.ts`. */
export interface AskedBy {
  readonly source: string;
  readonly text: string;
  /** Missing in questions of an older program. */
  readonly shape?: string;
  readonly levels: readonly {
    readonly node: string;
    readonly after?: readonly string[];
    readonly channels?: Readonly<Record<string, string>>;
  }[];
}

export interface InterruptRow {
  /** LangGraph's. A thread and its copies have the same. */
  readonly id: string;
  /** Of this row alone: what other tables name. */
  readonly key: string;
  readonly thread_id: string;
  readonly run_id: string;
  readonly task: string;
  readonly node: string | null;
  readonly payload: unknown;
  readonly status: InterruptStatus;
  readonly decision: string | null;
  readonly answer: unknown;
  readonly decided_by: string | null;
  /** The service that decided for this person. */
  readonly decided_via: string | null;
  readonly decided_at: Date | null;
  readonly resume_run: string | null;
  readonly opened_at: Date;
  readonly due_at: Date | null;
  readonly question_hash: string | null;
  readonly shown_hash: string | null;
  readonly bound_hash: string | null;
  readonly assignee: string | null;
  /** Null for a declared question. */
  readonly asked_by: AskedBy | null;
  /** JSON Schema of the resume value; null where the code has given none. */
  readonly response_schema: unknown;
}

/** With the graph of its thread, and the answers that count. */
export interface InboxRow extends InterruptRow {
  readonly graph_id: string | null;
  /** Oldest first: more than one where a decision takes several people. */
  readonly answers: readonly AnswerRow[];
}

export interface AnswerRow {
  readonly by: string;
  /** The service that answered for this person. */
  readonly via: string | null;
  readonly roles: string[] | null;
  readonly decision: string | null;
  readonly answer: unknown;
  readonly reason: string | null;
  readonly idempotency_key: string | null;
  readonly at: Date;
}

/** A question of the inbox as the API shows it. */
import { isRecord } from "../../language/schema/is-record.ts";
import { asAskedToday } from "../../nodes/agent/approval/as-asked-today.ts";
import { isQuestionPayload } from "../../nodes/interrupt/question-payload.ts";
import type { AnswerRow, InboxRow, InterruptRow, InterruptStatus } from "../../persistence/statements/interrupts/rows.ts";

export interface Interrupt {
  readonly id: string;
  readonly thread_id: string;
  /** The run that asked. */
  readonly run_id: string;
  readonly graph_id?: string | null;
  readonly node: string | null;
  readonly status: InterruptStatus;
  /** What was asked: the value of LangGraph's interrupt. */
  readonly value: unknown;
  /** JSON Schema of the answer as LangGraph takes it, where the code has given one. */
  readonly response_schema?: unknown;
  readonly decision: string | null;
  /** What the graph was resumed with. */
  readonly answer: unknown;
  readonly decided_by: string | null;
  /** The service that decided for this person. */
  readonly decided_via?: string;
  readonly decided_at: string | null;
  /** The run that carries the answer. */
  readonly resume_run_id: string | null;
  readonly created_at: string;
  /** When the deadline's edge is taken. */
  readonly due_at: string | null;
  /** The role that a deadline gave it to. */
  readonly assignee: string | null;
  readonly question_hash: string | null;
  /** What people have answered so far, oldest first: the answer that counts of each. Only in the inbox. */
  readonly answers?: readonly GivenAnswer[];
}

export interface GivenAnswer {
  readonly by: string;
  /** The service that answered for this person. */
  readonly via?: string;
  readonly roles: readonly string[] | null;
  /** Null for a raw interrupt. */
  readonly decision: string | null;
  /** Undefined without one. */
  readonly form?: unknown;
  /** As it was given. */
  readonly answer: unknown;
  readonly reason: string | null;
  readonly at: string;
}

export function interruptOf(row: InterruptRow & Partial<Pick<InboxRow, "graph_id" | "answers">>): Interrupt {
  const {
    id,
    thread_id,
    run_id,
    graph_id,
    node,
    status,
    payload,
    decision,
    answer,
    decided_by,
    decided_via,
    decided_at,
    resume_run,
    opened_at,
    due_at,
    assignee,
    question_hash,
    response_schema,
  } = row;
  return {
    ...{ id, thread_id, run_id, node, status, decision, answer, decided_by, assignee, question_hash },
    ...(decided_via !== null && { decided_via }),
    ...(graph_id !== undefined && { graph_id }),
    value: asAskedToday(payload),
    ...(response_schema !== null && { response_schema }),
    decided_at: decided_at?.toISOString() ?? null,
    resume_run_id: resume_run,
    created_at: opened_at.toISOString(),
    due_at: due_at?.toISOString() ?? null,
    ...(row.answers && { answers: row.answers.map(givenAnswer) }),
  };
}

function givenAnswer({ by, via, roles, decision, answer, reason, at }: AnswerRow): GivenAnswer {
  const form = decision !== null && isRecord(answer) ? answer.form : undefined;
  return { by, ...(via !== null && { via }), roles, decision, ...(form !== undefined && { form }), answer, reason, at: at.toISOString() };
}

/** Whether messages that do not answer the question are queued (law 3) instead of refused. */
export const queuesMessages = ({ payload }: InterruptRow): boolean => isQuestionPayload(payload) && payload.onMessage === "queue";

/** A thread's last state as people see it: without the questions that are answered, and with the messages that ask the open ones. */
import { withOpenQuestions } from "../../nodes/interrupt/said-while-open.ts";
import { findClosedInterrupts } from "../../persistence/statements/interrupts/find-closed-interrupts.ts";
import type { TenantSql } from "../../persistence/tenancy/tenant-sql.ts";
import type { ThreadState, ThreadTask } from "../protocol/thread-state.ts";

/** An answered question stays in its checkpoint until its node has ended: a page that is loaded meanwhile would ask it again. */
export async function openQuestionsIn(sql: TenantSql, threadId: string, state: ThreadState): Promise<ThreadState> {
  const ids = state.tasks.flatMap(askedBy);
  if (ids.length === 0) return state;
  const closed = new Set(await findClosedInterrupts(sql, threadId, ids));
  const tasks = state.tasks.map((task) => without(task, closed));
  return {
    ...state,
    tasks,
    values: withOpenQuestions(
      state.values,
      tasks.flatMap(({ interrupts }) => interrupts),
    ),
  };
}

const askedBy = ({ interrupts, state }: ThreadTask): string[] => [
  ...interrupts.flatMap(({ id }) => id ?? []),
  ...(state?.tasks.flatMap(askedBy) ?? []),
];

function without(task: ThreadTask, closed: ReadonlySet<string>): ThreadTask {
  const { state } = task;
  return {
    ...task,
    interrupts: task.interrupts.filter(({ id = "" }) => !closed.has(id)),
    state: state && { ...state, tasks: state.tasks.map((inner) => without(inner, closed)) },
  };
}

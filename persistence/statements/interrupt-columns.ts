/** What statements select of a question. A row that was copied has a key of its own, because its id is the original's. */

/** The columns of an InterruptRow; the table must be named `i`. */
export const interruptColumns = `coalesce(i.asked_id, i.id) as id, i.id as key, i.thread_id, i.run_id, i.task, i.node, i.payload, i.status, i.decision, i.answer,
  i.decided_by, i.decided_via, i.decided_at, i.resume_run, i.opened_at, i.due_at, i.question_hash, i.shown_hash, i.bound_hash, i.assignee, i.asked_by, i.response_schema`;

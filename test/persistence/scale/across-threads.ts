/** The statements and the keys of thread data that do not say of which thread, each with why not. Whatever is not here has to. */

const why = {
  inbox: "a question is found by its own id, or listed over all threads: those who answer know no thread",
  due: "the look-out takes whatever is due, of any thread",
  lookOut: "an operator's or a worker's look at all threads, or at all that a worker holds",
  search: "a search over threads, or the rows of the page that it has found",
  children: "a thread together with its child threads, each of which may be elsewhere",
  run: "the queue's job, and a request to cancel, name the run alone",
  once: "an effect is done once, whichever thread does it",
  given: "the thread's condition is put in from elsewhere",
} as const;

/** Under persistence/. */
export const statementsAcrossThreads: Readonly<Record<string, (typeof why)[keyof typeof why]>> = {
  "checkpointer/checkpoint-order.ts": why.given,
  "checkpointer/read-checkpoints.ts": why.given,
  "statements/adoption/find-threads-to-adopt.ts": why.lookOut,
  "statements/assistants/find-threads-of-assistant.ts": why.search,
  "statements/children/begin-children.ts": why.children,
  "statements/children/find-child-ends.ts": why.children,
  "statements/children/find-fan-out.ts": why.children,
  "statements/children/find-first-leg.ts": why.children,
  "statements/effects/outside-effect.ts": why.once,
  "statements/effects/transaction-effect.ts": why.once,
  "statements/events/sweep-events.ts": why.due,
  "statements/interrupts/bring-deadlines-forward.ts": why.inbox,
  "statements/interrupts/count-hand-built-questions.ts": why.lookOut,
  "statements/interrupts/find-deciders.ts": why.children,
  "statements/interrupts/find-fired-deadlines.ts": why.inbox,
  "statements/interrupts/find-interrupt.ts": why.inbox,
  "statements/interrupts/next-deadline.ts": why.due,
  "statements/interrupts/next-due-of.ts": why.inbox,
  "statements/interrupts/open-interrupt.ts": why.inbox,
  "statements/interrupts/search-interrupts.ts": why.inbox,
  "statements/interrupts/seen-interrupts.ts": why.inbox,
  "statements/leases/acquire-lease.ts": why.run,
  "statements/leases/find-leases.ts": why.lookOut,
  "statements/notices.ts": why.due,
  "statements/runs/cancelling/find-cancelled-runs.ts": why.run,
  "statements/runs/find-unfinished-heads.ts": why.lookOut,
  "statements/runs/finish-run.ts": why.run,
  "statements/runs/list-runs.ts": why.search,
  "statements/threads/count-live-threads.ts": why.lookOut,
  "statements/threads/find-due-threads.ts": why.due,
  "statements/threads/search-threads.ts": why.search,
  "statements/upkeep/find-expired-threads.ts": why.due,
  "statements/upkeep/find-temporary-threads.ts": why.due,
  "statements/workers/leave-blocked.ts": why.lookOut,
  "statements/workers/record-blocked.ts": why.lookOut,
  "statements/workers/record-death.ts": why.lookOut,
};

/** Unique over all threads: with several nodes the key begins with the thread, except where it cannot. */
export const keysAcrossThreads: Readonly<Record<string, string>> = {
  runs_pkey: "a random id: (thread_id, id) is as unique",
  interrupts_pkey: "LangGraph's id, made of the thread's checkpoint: (thread_id, id) is as unique",
  interrupts_of_tenant: "what answers and notices refer to: they get a thread_id, and the key too",
  audit_pkey: "the order of a thread's rows is that of (epoch, n)",
  audit_by_ref: "a random id: (thread_id, ref) is as unique",
  effects_pkey: "an effect is done once, whichever thread does it: a table of keys of its own, distributed by key",
};

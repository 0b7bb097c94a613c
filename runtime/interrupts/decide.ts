/** Decides questions: the claim, the run that carries the answers and its job land together or not at all. The first claim wins. */
import type { Tx } from "../../persistence/connection/database.ts";
import { type AuditRecord, recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { claimInterrupt } from "../../persistence/statements/interrupts/claim-interrupt.ts";
import { findAnswers } from "../../persistence/statements/interrupts/find-answers.ts";
import { findInterrupt, type InterruptRow } from "../../persistence/statements/interrupts/find-interrupt.ts";
import { recordAnswer } from "../../persistence/statements/interrupts/record-answer.ts";
import { findRun, type RunRow } from "../../persistence/statements/runs/find-run.ts";
import { findSignalUnderWay } from "../../persistence/statements/runs/find-signal-under-way.ts";
import { insertRun } from "../../persistence/statements/runs/insert-run.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { markBusy } from "../../persistence/statements/threads/mark-busy.ts";
import { alreadyAnswered, alreadyDecided, interruptNotFound, supersededBySignal, threadNotFound } from "../protocol/refusals.ts";
import { tell } from "../pubsub/channel.ts";
import type { Services } from "../services.ts";
import { checkApprover, peopleNeeded } from "./check-approver.ts";
import { checkBound } from "./check-bound.ts";
import { recordingRefusal } from "./record-refusal.ts";

/** One answer that has been checked already. */
export interface Decision {
  readonly id: string;
  /** Null for a raw interrupt. */
  readonly decision: string | null;
  /** The resume value. */
  readonly answer: unknown;
  readonly by: string;
  /** The decider's, where they are known. */
  readonly roles?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  /** The same decision sent again under the same key is the same decision. */
  readonly idempotencyKey?: string | undefined;
  /** A deadline's: counts only once the deadline is over. */
  readonly expired?: boolean;
}

/** How the resuming run is to be run, where the caller says so; else like the run that asked. */
export interface ResumeOptions {
  readonly kwargs?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly multitaskStrategy?: string;
}

export type Decisions = readonly [Decision, ...Decision[]];

/**
 * All decisions are of one thread. Resolves to the run that resumes it; to nothing when an answer was taken and the
 * question takes more people.
 */
export async function decide(services: Services, decisions: Decisions, options: ResumeOptions = {}): Promise<RunRow | undefined> {
  const interrupt = await findInterrupt(services.database.sql, decisions[0].id);
  if (!interrupt) throw interruptNotFound(decisions[0].id);
  const { by, roles, answer, expired } = decisions[0];
  const attempt = { thread: interrupt.thread_id, interrupt: interrupt.id, node: interrupt.node, by, roles, answer };
  const claimed = async () => {
    await checkThread(services, interrupt.thread_id, decisions);
    return services.database.transaction((tx) => claimAndResume(tx, services, { threadId: interrupt.thread_id, decisions, options }));
  };
  // a deadline that another process has fired is nobody's attempt
  return expired ? claimed() : recordingRefusal(services, attempt, claimed);
}

/** A thread that cannot go on keeps its question; so does one whose state is not what was shown. */
async function checkThread({ database, graphs }: Services, threadId: string, decisions: Decisions): Promise<void> {
  const thread = await findThread(database.sql, threadId);
  if (!thread?.graph_id) return;
  const graph = await graphs.compiled(thread.graph_id, thread.definition_hash);
  for (const { id, expired } of decisions) {
    const interrupt = expired ? undefined : await findInterrupt(database.sql, id);
    if (interrupt?.status === "pending") await checkBound(graph, interrupt);
  }
}

interface Resume {
  readonly threadId: string;
  readonly decisions: Decisions;
  readonly options: ResumeOptions;
}

async function claimAndResume(tx: Tx, services: Services, { threadId, decisions, options }: Resume): Promise<RunRow | undefined> {
  const thread = await lockThread(tx, threadId);
  if (!thread?.graph_id || !thread.assistant_id) throw threadNotFound(threadId);
  const runId = services.newId();
  const claimed: Decision[] = [];
  for (const decision of decisions) if (await claim(tx, decision, runId)) claimed.push(decision);
  if (claimed.length === 0) return undefined;
  const asking = await askingRun(tx, decisions);
  const job = await services.queue.send(tx, { id: runId, threadId });
  const run = await insertRun(tx, {
    ...{ id: runId, threadId, graphId: thread.graph_id, assistantId: thread.assistant_id, job, kind: "resume" },
    payload: { resume: Object.fromEntries(claimed.map(({ id, answer }) => [id, answer])) },
    kwargs: options.kwargs ?? asking?.kwargs ?? {},
    metadata: { ...thread.metadata, ...options.metadata },
    multitaskStrategy: options.multitaskStrategy ?? "reject",
  });
  await markBusy(tx, threadId);
  await tell(tx, { kind: "wake" });
  return run;
}

/** False: the answer is on record, and the question takes more people. */
async function claim(tx: Tx, decision: Decision, resumeRun: string): Promise<boolean> {
  const interrupt = await findInterrupt(tx, decision.id);
  if (!interrupt) throw interruptNotFound(decision.id);
  if (interrupt.status !== "pending") throw alreadyDecided(interrupt);
  const signal = await findSignalUnderWay(tx, interrupt.thread_id);
  if (signal) throw supersededBySignal(interrupt, signal);
  if (!decision.expired && !(await answerCounts(tx, interrupt, decision))) return false;
  const claimed = await claimInterrupt(tx, { ...decision, resumeRun });
  if (!claimed) throw alreadyDecided((await findInterrupt(tx, decision.id)) ?? interrupt);
  await recordAudit(tx, auditOf("interrupt.decided", interrupt, decision, resumeRun));
  return true;
}

/** Puts the answer on record. True: with it enough people have given this decision. */
async function answerCounts(tx: Tx, interrupt: InterruptRow, decision: Decision): Promise<boolean> {
  await checkApprover(tx, interrupt, decision);
  const isNew = await recordAnswer(tx, decision);
  const answers = await findAnswers(tx, interrupt.id);
  if (!isNew) {
    const { by, idempotencyKey } = decision;
    const first = answers.find((answer) => answer.by === by) ?? answers.find((answer) => answer.idempotency_key === idempotencyKey);
    throw first ? alreadyAnswered(interrupt, first) : alreadyDecided(interrupt);
  }
  const same = answers.filter((answer) => answer.decision === decision.decision).length;
  if (same >= peopleNeeded(interrupt, decision.decision)) return true;
  await recordAudit(tx, auditOf("interrupt.answered", interrupt, decision));
  return false;
}

function auditOf(what: string, { thread_id, node }: InterruptRow, { id, by, roles, answer, reason }: Decision, run?: string): AuditRecord {
  return { thread: thread_id, run, what, node: node ?? undefined, detail: { interrupt: id, by, roles, answer, reason } };
}

async function askingRun(tx: Tx, [first]: Decisions): Promise<RunRow | undefined> {
  const interrupt = await findInterrupt(tx, first.id);
  return interrupt && findRun(tx, interrupt.run_id, interrupt.thread_id);
}

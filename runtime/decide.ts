/** Decides questions: the claim, the run that carries the answers and its job land together or not at all. The first claim wins. */
import type { Tx } from "../persistence/database.ts";
import { claimInterrupt } from "../persistence/statements/claim-interrupt.ts";
import { findInterrupt, type InterruptRow } from "../persistence/statements/find-interrupt.ts";
import { findRun, type RunRow } from "../persistence/statements/find-run.ts";
import { findThread } from "../persistence/statements/find-thread.ts";
import { insertRun } from "../persistence/statements/insert-run.ts";
import { lockThread } from "../persistence/statements/lock-thread.ts";
import { markBusy } from "../persistence/statements/mark-busy.ts";
import { recordAudit } from "../persistence/statements/record-audit.ts";
import { tell } from "./channel.ts";
import { alreadyDecided, interruptNotFound, threadNotFound } from "./refusals.ts";
import type { Services } from "./services.ts";

/** One answer that has been checked already. */
export interface Decision {
  readonly id: string;
  /** Null for a raw interrupt. */
  readonly decision: string | null;
  /** The resume value. */
  readonly answer: unknown;
  readonly by: string;
  /** A deadline's: counts only once the deadline is over. */
  readonly expired?: boolean;
}

/** How the resuming run is to be run, where the caller says so; else like the run that asked. */
export interface ResumeOptions {
  readonly kwargs?: unknown;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly multitaskStrategy?: string;
}

/** All decisions are of one thread. Resolves to the run that resumes it. */
export async function decide(
  services: Services,
  decisions: readonly [Decision, ...Decision[]],
  options: ResumeOptions = {},
): Promise<RunRow> {
  const interrupt = await findInterrupt(services.database.sql, decisions[0].id);
  if (!interrupt) throw interruptNotFound(decisions[0].id);
  const thread = await findThread(services.database.sql, interrupt.thread_id);
  // a thread that cannot go on keeps its question
  if (thread?.graph_id) await services.graphs.compiled(thread.graph_id, thread.definition_hash);
  try {
    return await services.database.transaction((tx) => claimAndResume(tx, services, { threadId: interrupt.thread_id, decisions, options }));
  } catch (error) {
    await recordRefusal(services, interrupt, decisions, error).catch((failure: Error) =>
      services.log.warn("a refusal could not be recorded", { reason: failure.message }),
    );
    throw error;
  }
}

interface Resume {
  readonly threadId: string;
  readonly decisions: readonly Decision[];
  readonly options: ResumeOptions;
}

async function claimAndResume(tx: Tx, services: Services, { threadId, decisions, options }: Resume): Promise<RunRow> {
  const thread = await lockThread(tx, threadId);
  if (!thread?.graph_id || !thread.assistant_id) throw threadNotFound(threadId);
  const runId = services.newId();
  for (const decision of decisions) await claim(tx, decision, runId);
  const asking = await askingRun(tx, decisions);
  const job = await services.queue.send(tx, { id: runId, thread: threadId });
  const run = await insertRun(tx, {
    ...{ id: runId, threadId, graphId: thread.graph_id, assistantId: thread.assistant_id, job, kind: "resume" },
    payload: { resume: Object.fromEntries(decisions.map(({ id, answer }) => [id, answer])) },
    kwargs: options.kwargs ?? asking?.kwargs ?? {},
    metadata: { ...thread.metadata, ...options.metadata },
    multitaskStrategy: options.multitaskStrategy ?? "reject",
  });
  await markBusy(tx, threadId);
  await tell(tx, { kind: "wake" });
  return run;
}

async function claim(tx: Tx, decision: Decision, resumeRun: string): Promise<void> {
  const claimed = await claimInterrupt(tx, { ...decision, resumeRun });
  if (!claimed) {
    const row = await findInterrupt(tx, decision.id);
    throw row ? alreadyDecided(row) : interruptNotFound(decision.id);
  }
  const { id, by, answer } = decision;
  await recordAudit(tx, {
    thread: claimed.thread_id,
    run: resumeRun,
    what: "interrupt.decided",
    node: claimed.node ?? undefined,
    detail: { interrupt: id, by, answer },
  });
}

async function askingRun(tx: Tx, [first]: readonly Decision[]): Promise<RunRow | undefined> {
  const interrupt = first && (await findInterrupt(tx, first.id));
  return interrupt && findRun(tx, interrupt.run_id, interrupt.thread_id);
}

/** Every attempt is on record, those too that came too late. */
async function recordRefusal(
  { database }: Services,
  { id, thread_id, node }: InterruptRow,
  decisions: readonly Decision[],
  error: unknown,
): Promise<void> {
  const { by, answer } = decisions.find((decision) => decision.id === id) ?? {};
  await recordAudit(database.sql, {
    ...{ thread: thread_id, what: "interrupt.refused" },
    node: node ?? undefined,
    detail: { interrupt: id, by, answer, why: (error as Error).message },
  });
}

/** A run that this worker has no code for is left to one that has: it is not begun here, no start is counted, and each pause is longer. */
import { hasRawParts, missingCode } from "../../compile/hand-built/asking-code.ts";
import { pendingNodes } from "../../compile/hand-built/pending-nodes.ts";
import { rawSourceOf } from "../../compile/raw-source.ts";
import type { SignalboxError } from "../../language/issues/errors.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findInterrupts } from "../../persistence/statements/interrupts/seen-interrupts.ts";
import type { BegunRun } from "../../persistence/statements/leases/acquire-lease.ts";
import { releaseLease } from "../../persistence/statements/leases/release-lease.ts";
import { leaveRun as leave } from "../../persistence/statements/runs/uncount-start.ts";
import { forEngine } from "../../persistence/tenancy/tenant-sql.ts";
import { definitionDoesNotFit } from "../protocol/refusals.ts";
import { commitAndPublish, publish } from "../pubsub/publish.ts";
import type { Services } from "../services.ts";
import { LEAVE_MS, LONGEST_LEAVE_MS, LONGEST_WAIT_FOR_CODE_MS } from "../timing.ts";
import { offerOf, offerOfNode, offerOfQuestion } from "./offered.ts";

/** A run that was begun just now, and its lease. */
interface Begun {
  readonly run: BegunRun;
  readonly tenant: string;
  readonly job: string;
  readonly epoch: string;
  readonly head: string | null;
  readonly definition: string | null;
}

export interface LacksCode {
  readonly error: SignalboxError;
  /** What a worker must offer to continue it. */
  readonly offer: string;
}

/** Undefined: this worker can continue it. */
export async function lacksCode(services: Services, lease: Begun): Promise<LacksCode | undefined> {
  const { graphs } = services;
  const { run, definition } = lease;
  const { graph_id: graphId, kind } = run;
  const { version, misfits } = await graphs.fit(graphId, definition);
  if (misfits.length > 0)
    return { error: definitionDoesNotFit({ graphId, hash: definition, version, misfits }), offer: offerOf(graphId, definition) };
  const isNewTurn = kind === "input" && lease.head === run.base;
  if (isNewTurn || !graphs.mayHaveRawParts(graphId)) return undefined;
  return lacksNode(services, lease);
}

/** Of a graph built by hand: LangGraph would end a thread as a success whose next node is gone. */
async function lacksNode({ graphs, saver, database }: Services, { run, definition, tenant }: Begun): Promise<LacksCode | undefined> {
  const { graph_id: graphId, thread_id, payload } = run;
  const graph = await graphs.compiled(graphId, definition, { configurable: run.kwargs.config?.configurable ?? {} });
  if (!hasRawParts(graph)) return undefined;
  const questions = payload.resume ? await findInterrupts(forEngine(database, tenant).sql, thread_id, Object.keys(payload.resume)) : [];
  for (const question of questions) {
    const misfits = question.asked_by ? missingCode(graph, question.asked_by) : [];
    if (misfits.length > 0) return { error: definitionDoesNotFit({ graphId, hash: null, misfits }), offer: offerOfQuestion(question) };
  }
  const tuple = rawSourceOf(graph) === undefined ? undefined : await saver.getTuple({ configurable: { thread_id } });
  const missing = tuple ? pendingNodes(tuple).filter((node) => !Object.hasOwn(graph.nodes, node)) : [];
  const [first] = missing;
  if (first === undefined) return undefined;
  const misfits = missing.map((name) => ({ part: "node" as const, name, stored: "next" }));
  return { error: definitionDoesNotFit({ graphId, hash: null, misfits }), offer: offerOfNode(graphId, first) };
}

/** `times`: how often this worker has left it. Reported once while no worker that is running has the code. Resolves to the pause. */
export async function leaveRun(
  services: Services,
  lease: Begun,
  { error, offer, times }: LacksCode & { readonly times: number },
): Promise<number> {
  const { run, job, epoch } = lease;
  const threadId = run.thread_id;
  const isElsewhere = await services.offers.isElsewhere(offer);
  const longest = isElsewhere === false ? LONGEST_WAIT_FOR_CODE_MS : LONGEST_LEAVE_MS;
  const pauseMs = Math.min(longest, LEAVE_MS * 2 ** Math.min(times, 10));
  const why = isElsewhere === false ? error.message : null;
  const isNew = await commitAndPublish(services, async (tx) => {
    if (!(await releaseLease(tx, { threadId, epoch }))) return { result: false, messages: [] };
    const isNewReason = (await leave(tx, { threadId, runId: run.id }, why)) === true && why !== null;
    await services.queue.pause(tx, job, pauseMs);
    if (isNewReason) await recordAudit(tx, { threadId, run: run.id, epoch, what: "run.waits-for-code", detail: { why } });
    return { result: isNewReason, messages: [] };
  });
  if (isNew)
    services.log.warn("no worker that is running has the code of a run: it waits", {
      run: run.id,
      thread: threadId,
      graph: run.graph_id,
      why,
    });
  setTimeout(() => publish(services.database.sql, { kind: "wake" }).catch(() => {}), pauseMs).unref();
  return pauseMs;
}

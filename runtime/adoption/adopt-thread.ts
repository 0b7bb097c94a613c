/**
 * Moves a waiting thread to another version of its declaration, in one transaction: the question that it waits with is closed, and a run
 * asks it anew under that version. It needs the code of that version only. A decision at the same instant wins, or finds the question closed.
 */
import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { type AdoptionUpdate, adoptionUpdate, takesPlace } from "../../compile/outside/adoption.ts";
import { WAY } from "../../compile/task-labels.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { personNamed } from "../../language/terms/person.ts";
import type { Path } from "../../language/terms/step.ts";
import { followDefinition } from "../../persistence/statements/adoption/follow-definition.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findParent } from "../../persistence/statements/children/find-parent.ts";
import { findDefinition } from "../../persistence/statements/definitions/find-definition.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/rows.ts";
import { supersedeInterrupts } from "../../persistence/statements/interrupts/supersede-interrupts.ts";
import { acquireEditLease } from "../../persistence/statements/leases/acquire-edit-lease.ts";
import { releaseLease } from "../../persistence/statements/leases/release-lease.ts";
import { findRun } from "../../persistence/statements/runs/find-run.ts";
import { hasUnfinishedRun } from "../../persistence/statements/runs/has-unfinished-run.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import { storeDefinition } from "../graphs/store-definition.ts";
import type { Acting } from "../identity/acting.ts";
import { pathIn } from "../protocol/path-in.ts";
import { notAdoptable, threadInUse, threadNotFound } from "../protocol/refusals.ts";
import { kwargsToContinue } from "../protocol/run-request.ts";
import { commitAndPublish, type Published } from "../pubsub/publish.ts";
import { type EnqueuedRun, enqueueRun } from "../queue/enqueue-run.ts";
import { type LockedThread, lockAndLook } from "../queue/lock-free-thread.ts";
import type { Adoption, AdoptionRequest } from "./adoption.ts";
import { type TargetVersion, targetVersion } from "./target-version.ts";
import { unfitThread } from "./unfit-thread.ts";
import { type WaitingPlace, waitingPlace } from "./waiting-place.ts";

export type Adopting = Pick<Acting, "database" | "graphs" | "saver" | "queue" | "newId" | "worker" | "timing" | "log">;

/** @throws NOT_ADOPTABLE with everything that does not fit, THREAD_IN_USE, VERSION_NOT_FOUND */
export async function adoptThread(services: Adopting, threadId: string, request: AdoptionRequest): Promise<Adoption> {
  const by = personNamed(request.by);
  if (by === undefined) throw new SignalboxError("INVALID_INPUT", "by: say who moves the thread", { path: ["by"] });
  const thread = await findThread(services.database.sql, threadId);
  if (!thread) throw threadNotFound(threadId);
  if (thread.graph_id === null) throw notAdoptable(threadId, { why: "no run has begun on it" });
  const target = await targetVersion(services, thread.graph_id, request.to);
  return commitAndPublish(services, async (tx) => {
    const locked = await lockAndLook(tx, threadId);
    if (!locked) throw threadNotFound(threadId);
    return adoptLocked(tx, services, { locked, target, request: { ...request, by } });
  });
}

interface LockedAdoption {
  readonly locked: LockedThread;
  readonly target: TargetVersion;
  readonly request: AdoptionRequest;
}

async function adoptLocked(tx: TenantTx, services: Adopting, { locked, target, request }: LockedAdoption): Promise<Published<Adoption>> {
  const { id: threadId, graph_id: graphId, definition_hash: hash } = locked.thread;
  if (graphId !== target.graphId) throw threadInUse(threadId);
  if (hash === null) throw notAdoptable(threadId, { why: `it follows a graph built by hand, which has no versions` });
  const stored = await findDefinition(tx, hash);
  const [from, to] = [
    { hash, version: stored?.version },
    { hash: target.hash, version: target.version },
  ];
  const adoption = { thread_id: threadId, graph_id: graphId, from, to };
  if (hash === target.hash) return { result: { ...adoption, outcome: "unchanged" }, messages: [] };
  await refuseBusy(tx, locked);
  const parent = await findParent(tx, threadId);
  if (parent !== undefined) throw notAdoptable(threadId, { why: `it is an item of thread ${parent}, whose version means this one` });
  const place = waitingPlace(locked, stored);
  if (typeof place === "string") throw notAdoptable(threadId, { why: place });
  const node = (Object.hasOwn(request.map ?? {}, place.node) ? request.map?.[place.node] : undefined) ?? place.node;
  const tuple = await services.saver.within(tx).getTuple({ configurable: { thread_id: threadId } });
  const state = tuple?.checkpoint.channel_values ?? {};
  const misfits = await unfitThread(tx, target, { threadId, stored, state, place, node });
  if (misfits.length > 0) throw notAdoptable(threadId, { misfits, from, to, node: place.node, takers: takersOf(target, place) });
  const moved = { ...adoption, node: { from: place.node, to: node } };
  if (request.dryRun) return { result: { ...moved, outcome: "would be adopted" }, messages: [] };
  return move(tx, services, { locked, target, request, moved, place, path: pathIn(tuple) ?? [] });
}

async function refuseBusy(tx: TenantTx, { thread: { id }, busyWith }: LockedThread): Promise<void> {
  if (busyWith !== undefined) throw notAdoptable(id, { why: `a run is under way (${busyWith}). Wait for its end, or cancel it` });
  if (await hasUnfinishedRun(tx, id))
    throw notAdoptable(id, { why: "a run on it waits for its time or its turn. Wait for its end, or cancel it" });
}

/** The nodes of the version that could take the place of the one that the thread waits at. */
function takersOf({ normal }: TargetVersion, { waitsFor }: WaitingPlace): string[] {
  return Object.keys(normal.nodes).filter((node) => takesPlace(normal, node, waitsFor));
}

interface Move extends LockedAdoption {
  readonly moved: Pick<Adoption, "thread_id" | "graph_id" | "from" | "to"> & Required<Pick<Adoption, "node">>;
  readonly place: WaitingPlace;
  /** So far. */
  readonly path: Path;
}

async function move(tx: TenantTx, services: Adopting, { locked, target, request, moved, place, path }: Move): Promise<Published<Adoption>> {
  const { thread } = locked;
  const { thread_id: threadId, from, to, node } = moved;
  const { by, reason } = request;
  if (target.toStore) await storeDefinition(tx, target.graphId, { ...target.toStore, version: target.version });
  const { step, ...update } = adoptionUpdate(target.normal, { node: node.to, waitsFor: place.waitsFor });
  const checkpoint = await writeCheckpoint(tx, services, { threadId, compiled: target.compiled, update });
  await followDefinition(tx, { threadId, definitionHash: target.hash, path: [...path, step] });
  const { question } = place;
  const why = `adopted by version ${target.version}${reason === undefined ? "" : `: ${reason}`}`;
  for (const interrupt of question ? await supersedeInterrupts(tx, { threadId, still: [], by }) : [])
    await recordAudit(tx, { threadId, what: "interrupt.superseded", node: node.from, detail: { interrupt, by, why } });
  const enqueued = question && (await askAnew(tx, services, { thread, question }));
  const detail = { by, reason: reason ?? null, from, to, node, checkpoint, interrupt: question?.id ?? null };
  await recordAudit(tx, { threadId, run: enqueued?.run.id, what: "thread.adopted", node: node.to, detail });
  const result = { ...moved, outcome: "adopted" as const, ...(enqueued && { superseded: question?.id, run_id: enqueued.run.id }) };
  return { result, messages: enqueued?.messages ?? [] };
}

/** A run that continues from the thread's last checkpoint, with the settings of the one that asked. */
async function askAnew(
  tx: TenantTx,
  services: Adopting,
  { thread, question }: { readonly thread: LockedThread["thread"]; readonly question: InterruptRow },
): Promise<EnqueuedRun> {
  const { graph_id: graphId, assistant_id: assistantId, metadata } = thread;
  if (!graphId || !assistantId) throw threadNotFound(thread.id);
  const asking = await findRun(tx, question.run_id, thread.id);
  const kwargs = kwargsToContinue(asking?.kwargs ?? {});
  return enqueueRun(tx, services, {
    thread,
    graphId,
    assistantId,
    kind: "retry",
    payload: {},
    kwargs,
    metadata,
    principal: asking?.principal,
  });
}

interface CheckpointToWrite {
  readonly threadId: string;
  readonly compiled: CompiledGraph;
  readonly update: Omit<AdoptionUpdate, "step">;
}

/** Under a lease that no other transaction sees. Resolves to the checkpoint's id. */
async function writeCheckpoint(tx: TenantTx, services: Adopting, { threadId, compiled, update }: CheckpointToWrite): Promise<string> {
  const { worker, timing, saver } = services;
  const epoch = await acquireEditLease(tx, { threadId, worker, deadAfterMs: timing.deadAfterMs });
  if (epoch === undefined) throw threadInUse(threadId);
  const graph = compiled.withConfig({}) as CompiledGraph; // as in Graphs: a copy of the same class, which LangGraph types as its base
  graph.checkpointer = saver.within(tx);
  const { values, asNode, way } = update;
  const written = await graph.updateState({ configurable: { thread_id: threadId, epoch, [WAY]: way } }, values as GraphUpdate, asNode);
  await releaseLease(tx, { threadId, epoch });
  return written.configurable?.checkpoint_id;
}

/** What LangGraph's `updateState` takes: its types are the graph's own, and here graphs are data. */
type GraphUpdate = Parameters<CompiledGraph["updateState"]>[1];

/** Child threads of each nodes with threads of their own: starts them a few at a time, and resumes the parent at the end of the last. */
import { v5 as uuid5 } from "@langchain/core/utils/uuid";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Batch, ChildEnd, Children, Scope } from "../../nodes/call/ports.ts";
import type { Tx } from "../../persistence/connection/database.ts";
import { fencedOff } from "../../persistence/fence.ts";
import { awaitChildren, type StoppedWaiting } from "../../persistence/statements/children/await-children.ts";
import { type BegunChild, beginChildren } from "../../persistence/statements/children/begin-children.ts";
import { claimFanOut } from "../../persistence/statements/children/claim-fan-out.ts";
import { endChild } from "../../persistence/statements/children/end-child.ts";
import { findChildEnds } from "../../persistence/statements/children/find-child-ends.ts";
import { insertChildren } from "../../persistence/statements/children/insert-children.ts";
import { holdLease } from "../../persistence/statements/leases/hold-lease.ts";
import { insertRun } from "../../persistence/statements/runs/insert-run.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { markBusy } from "../../persistence/statements/threads/mark-busy.ts";
import { childGraphId } from "../graphs/graphs.ts";
import { assistantIdOf } from "../protocol/assistant.ts";
import { tell } from "../pubsub/channel.ts";
import type { Services } from "../services.ts";

/** Any fixed UUID: child ids are made from it, so that a restarted visit finds its children. */
const NAMESPACE = "8f6d1a0e-5a5b-4a54-9f0c-3d0a2c0b7c11";

/** The port of nodes; `services` is read when it is first used. */
export const childrenOf = (services: () => Services): Children => ({
  async ends(scope, batch) {
    const { database } = services();
    const found = await findChildEnds(database.sql, scope.thread, scope.task);
    if (found.kind === "none") await start(services(), scope, batch);
    if (found.kind !== "ended") return undefined;
    return found.ends.map(({ index, values, path, error }) => ({
      index,
      state: values ?? {},
      path: (path ?? []) as ChildEnd["path"],
      ...(error && { error: { code: error.error, message: error.message } }),
    }));
  },
});

async function start(services: Services, scope: Scope, batch: Batch): Promise<void> {
  const graphId = childGraphId(batch.within, batch.graph);
  const definition = services.graphs.declared(graphId)?.definition;
  if (!definition)
    throw new SignalboxError("GRAPH_NOT_FOUND", `Node ${scope.node} starts threads on graph ${graphId}, which is not declared`, {
      graph: graphId,
    });
  const threadIds = batch.inputs.map((_, index) => uuid5(`${scope.thread} ${scope.task} ${index}`, NAMESPACE));
  await services.database.transaction(async (tx) => {
    if (!(await holdLease(tx, scope.thread, scope.epoch)))
      throw fencedOff(`The child threads of node ${scope.node}`, scope.thread, scope.epoch);
    const visit = { parentId: scope.thread, task: scope.task };
    const children = {
      ...visit,
      graphId,
      assistantId: assistantIdOf(graphId),
      definitionHash: definition.hash,
      threadIds,
      inputs: batch.inputs,
    };
    if (!(await insertChildren(tx, children))) return;
    for (const child of await beginChildren(tx, { ...visit, count: batch.limit })) await enqueue(tx, services, { child, graphId });
    await tell(tx, { kind: "wake" });
  });
}

async function enqueue(tx: Tx, { queue, newId }: Services, { child, graphId }: { child: BegunChild; graphId: string }): Promise<void> {
  const id = newId();
  const job = await queue.send(tx, { id, threadId: child.thread_id });
  await insertRun(tx, {
    ...{ id, job, threadId: child.thread_id, graphId, assistantId: assistantIdOf(graphId), kind: "input" },
    ...{ payload: { input: child.input }, kwargs: {}, metadata: {}, multitaskStrategy: "reject" },
  });
  await markBusy(tx, child.thread_id);
}

/** In the transaction that ends a run: its thread may be a child that is over now. Then the next one begins, or the parent goes on. */
export async function endOfChild(tx: Tx, services: Services, { threadId, graphId }: { threadId: string; graphId: string }): Promise<void> {
  const visit = await endChild(tx, threadId);
  if (!visit) return;
  const place = { parentId: visit.parent_id, task: visit.task };
  for (const child of await beginChildren(tx, { ...place, count: 1 })) await enqueue(tx, services, { child, graphId });
  await lockThread(tx, visit.parent_id);
  await goOn(tx, services, place);
}

/** In the transaction in which a parent has stopped: by which questions it waits for children. They may all have ended before. */
export async function waitForChildren(tx: Tx, services: Services, { parentId, runId, waits }: StoppedWaiting): Promise<void> {
  await awaitChildren(tx, { parentId, runId, waits });
  for (const { task } of waits) await goOn(tx, services, { parentId, task });
}

/** Resumes the parent if it has stopped and all its children have ended: claimed once, like a person's decision. */
async function goOn(tx: Tx, { queue, newId }: Services, { parentId, task }: { parentId: string; task: string }): Promise<void> {
  const runId = newId();
  const interrupt = await claimFanOut(tx, { parentId, task, resumeRun: runId });
  if (interrupt === undefined) return;
  const parent = await lockThread(tx, parentId);
  if (!parent?.graph_id || !parent.assistant_id) return;
  const job = await queue.send(tx, { id: runId, threadId: parentId });
  await insertRun(tx, {
    ...{ id: runId, job, threadId: parentId, graphId: parent.graph_id, assistantId: parent.assistant_id, kind: "resume" },
    ...{ payload: { resume: { [interrupt]: { ended: true } } }, kwargs: {}, metadata: parent.metadata, multitaskStrategy: "reject" },
  });
  await markBusy(tx, parentId);
  await tell(tx, { kind: "wake" });
}

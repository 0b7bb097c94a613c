/** Child threads of `each` nodes with `threads: own`: starts them a few at a time, and resumes the parent when the last one ends. */
import { v5 as uuid5 } from "@langchain/core/utils/uuid";
import { localGraphId } from "../../language/graph/local-facts.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { childHashes } from "../../language/versions/stored-definition.ts";
import type { Batch, Children, Scope } from "../../nodes/call/ports.ts";
import { fencedOff } from "../../persistence/fence.ts";
import { awaitChildren, type StoppedWaiting } from "../../persistence/statements/children/await-children.ts";
import { beginChildren } from "../../persistence/statements/children/begin-children.ts";
import { claimFanOut } from "../../persistence/statements/children/claim-fan-out.ts";
import { endChild } from "../../persistence/statements/children/end-child.ts";
import { findChildEnds } from "../../persistence/statements/children/find-child-ends.ts";
import { insertChildren } from "../../persistence/statements/children/insert-children.ts";
import { definitionsInside, findDefinition } from "../../persistence/statements/definitions/find-definition.ts";
import { verifyLease } from "../../persistence/statements/leases/verify-lease.ts";
import { findLastBegunRun } from "../../persistence/statements/runs/find-last-begun-run.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { lockThread } from "../../persistence/statements/threads/lock-thread.ts";
import { forEngine, type TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import { DEFAULT_TENANT } from "../../persistence/tenancy/tenant-tables.ts";
import { assistantIdOf } from "../graphs/assistant.ts";
import { childGraphId } from "../graphs/graphs.ts";
import { withLongLists } from "../limits/long-lists.ts";
import { kwargsToContinue } from "../protocol/run-request.ts";
import { commitAndPublish, type ProcessMessage } from "../pubsub/publish.ts";
import { enqueueRun } from "../queue/enqueue-run.ts";
import type { Services } from "../services.ts";

/** Any fixed UUID: child ids are derived from it, so that a restarted visit finds its children. */
const NAMESPACE = "8f6d1a0e-5a5b-4a54-9f0c-3d0a2c0b7c11";

/** The port of nodes; `services` is read when it is first used. */
export const childrenOf = (services: () => Services): Children => ({
  async ends(scope, batch) {
    const { database, saver } = services();
    const found = await findChildEnds(database.sql, scope.threadId, scope.task);
    if (found.kind === "none") await start(services(), scope, batch);
    if (found.kind !== "ended") return undefined;
    const ends = await Promise.all(found.ends.map((end) => withLongLists(saver, end)));
    return ends.map(({ index, last_values, path, error }) => ({
      index,
      state: last_values ?? {},
      path: path ?? [],
      ...(error && { error: { code: error.error, message: error.message } }),
    }));
  },
});

async function start(services: Services, scope: Scope, batch: Batch): Promise<void> {
  const graphId = childGraphId(batch.within, batch.graph);
  const definitionHash = await definitionOfChildren(services, scope, batch);
  const threadIds = batch.inputs.map((_, index) => uuid5(`${scope.threadId} ${scope.task} ${index}`, NAMESPACE));
  const database = forEngine(services.database, scope.tenant ?? DEFAULT_TENANT);
  await commitAndPublish({ database, log: services.log }, async (tx) => {
    if (!(await verifyLease(tx, scope.threadId, scope.epoch)))
      throw fencedOff(`The child threads of node ${scope.node}`, scope.threadId, scope.epoch);
    const visit = { parentId: scope.threadId, task: scope.task };
    const children = {
      ...visit,
      node: scope.node,
      graphId,
      assistantId: assistantIdOf(graphId),
      definitionHash,
      threadIds,
      inputs: batch.inputs,
    };
    const isNew = await insertChildren(tx, children);
    return { result: undefined, messages: isNew ? await beginNext(tx, services, { visit, graphId, count: batch.limit }) : [] };
  });
}

/** The version that the parent's own version means: it routes the endings of this one, and takes its output. */
async function definitionOfChildren({ database, graphs }: Services, scope: Scope, { within, graph }: Batch): Promise<string> {
  const graphId = childGraphId(within, graph);
  const today = graphs.declared(graphId)?.definition;
  if (!today)
    throw new SignalboxError("GRAPH_NOT_FOUND", `Node ${scope.node} starts threads on graph ${graphId}, which is not declared`, {
      graph: graphId,
    });
  const find = (hash: string) => findDefinition(database.sql, hash);
  const parent = await findThread(forEngine(database, scope.tenant ?? DEFAULT_TENANT).sql, scope.threadId);
  const stored = parent?.definition_hash ? await find(parent.definition_hash) : undefined;
  if (!stored) return today.hash;
  const all = [stored, ...(await definitionsInside(stored, find)).values()];
  const around = all.find(({ canonical: { id, graphs = {} } }) =>
    [id, ...Object.keys(graphs).map((name) => localGraphId(id, name))].includes(within),
  );
  return (around && childHashes(around).find(([name]) => name === graph)?.[1]) ?? today.hash;
}

type Queueing = Pick<Services, "queue" | "newId">;

interface Begin {
  readonly visit: { readonly parentId: string; readonly task: string };
  readonly graphId: string;
  readonly count: number;
}

async function beginNext(tx: TenantTx, services: Queueing, { visit, graphId, count }: Begin): Promise<ProcessMessage[]> {
  const messages: ProcessMessage[] = [];
  for (const { thread_id: id, tenant, priority, input, principal } of await beginChildren(tx, { ...visit, count })) {
    const thread = { id, tenant, priority };
    const enqueued = await enqueueRun(tx, services, {
      ...{ thread, graphId, assistantId: assistantIdOf(graphId), kind: "input", payload: { input }, principal },
    });
    messages.push(...enqueued.messages);
  }
  return messages;
}

/** In the transaction that ends a run: if its thread is a child that has now ended, the next one starts or the parent continues. */
export async function endOfChild(
  tx: TenantTx,
  services: Queueing,
  { threadId, graphId }: { threadId: string; graphId: string },
): Promise<ProcessMessage[]> {
  const ended = await endChild(tx, threadId);
  if (!ended) return [];
  const visit = { parentId: ended.parent_id, task: ended.task };
  const begun = await beginNext(tx, services, { visit, graphId, count: 1 });
  await lockThread(tx, visit.parentId);
  return [...begun, ...(await resumeParent(tx, services, visit))];
}

/** In the transaction in which a parent has stopped: by which questions it waits for children. They may all have ended before. */
export async function waitForChildren(
  tx: TenantTx,
  services: Services,
  { parentId, runId, waits }: StoppedWaiting,
): Promise<ProcessMessage[]> {
  await awaitChildren(tx, { parentId, runId, waits });
  const messages: ProcessMessage[] = [];
  for (const { task } of waits) messages.push(...(await resumeParent(tx, services, { parentId, task })));
  return messages;
}

/** Once the parent has stopped and all its children have ended: claimed once, like a person's decision. */
async function resumeParent(tx: TenantTx, services: Queueing, visit: Begin["visit"]): Promise<ProcessMessage[]> {
  const id = services.newId();
  const interrupt = await claimFanOut(tx, { ...visit, resumeRun: id });
  if (interrupt === undefined) return [];
  const thread = await lockThread(tx, visit.parentId);
  if (!thread?.graph_id || !thread.assistant_id) return [];
  const stopped = await findLastBegunRun(tx, visit.parentId);
  const { messages } = await enqueueRun(tx, services, {
    kwargs: kwargsToContinue(stopped?.kwargs ?? {}),
    ...{ id, thread, graphId: thread.graph_id, assistantId: thread.assistant_id, kind: "resume", metadata: thread.metadata },
    payload: { resume: { [interrupt]: { ended: true } } },
    principal: stopped?.principal,
  });
  return [...messages];
}

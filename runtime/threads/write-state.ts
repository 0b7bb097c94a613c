/** Writes an edit of a thread's state as a new checkpoint: on a declared graph by its own edges only, on a raw LangGraph as LangGraph does. */

import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { editUpdates } from "../../compile/outside/state-edit.ts";
import { WAY } from "../../compile/task-labels.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import { type Declaration, declarationOf } from "../../language/registry/declaration.ts";
import { jsonText } from "../../language/schema/json-text.ts";
import { EPOCH } from "../../language/terms/run-keys.ts";
import { METADATA } from "../../persistence/checkpointer/saver.ts";
import { isUnavailable } from "../../persistence/connection/unavailable.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { storeValues } from "../../persistence/statements/threads/store-values.ts";
import type { Acting } from "../identity/acting.ts";
import { actorOf, onRecord } from "../identity/actor.ts";
import { readStop } from "../interrupts/read-stop.ts";
import { refuseWhenFull } from "../limits/tenant-limits.ts";
import { type CheckpointRef, checkpointIn, configAt, mustExist } from "../protocol/checkpoint-ref.ts";
import { type Checkpoint, checkpointOf } from "../protocol/thread-state.ts";

export interface StateUpdate {
  readonly values?: unknown;
  readonly as_node?: string | undefined;
  readonly checkpoint_id?: string | undefined;
  readonly checkpoint?: CheckpointRef;
  /** Who edits it, for the audit trail. */
  readonly by?: string | undefined;
}

export interface Edit {
  readonly graph: CompiledGraph;
  readonly threadId: string;
  readonly update: StateUpdate;
  /** Kept in the new checkpoint's metadata, as runs keep it. */
  readonly graphId: string;
  /** Of the lease under which it is written. */
  readonly epoch: string;
}

export async function writeState(services: Acting, edit: Edit): Promise<{ checkpoint: Checkpoint | null }> {
  const { graph, threadId, update, epoch } = edit;
  await refuseWhenFull(services.database.sql, services);
  const ref = checkpointIn(update);
  await mustExist(services, threadId, ref);
  const declaration = declarationOf(graph);
  const written = declaration ? updateDeclared(services, edit, declaration) : updateRaw(edit);
  const checkpoint = checkpointOf(await written.catch((error: unknown) => Promise.reject(asRefusal(error, threadId))));
  const { values, path } = await readStop(graph, services.saver, { threadId });
  services.storedBytes?.changed(threadId);
  await storeValues(services.database.sql, { threadId, values: jsonText(values), path });
  const { as_node: asNode } = update;
  const actor = actorOf(services.caller, { by: update.by });
  const detail = {
    by: null,
    ...onRecord(actor),
    from: ref.checkpoint_id ?? null,
    checkpoint: checkpoint?.checkpoint_id,
    channels: Object.keys(update.values ?? {}),
  };
  await recordAudit(services.database.sql, { threadId, epoch, what: "thread.edited", node: asNode, detail });
  return { checkpoint };
}

/** What LangGraph's `updateState` takes and gives: its types are the graph's own, and here graphs are data. */
type Update = Parameters<CompiledGraph["updateState"]>[1];
type Written = ReturnType<CompiledGraph["updateState"]>;

const updateRaw = ({ graph, threadId, graphId, update, epoch }: Edit): Written => {
  const config = configAt(threadId, checkpointIn(update), { [EPOCH]: epoch, [METADATA]: { graph_id: graphId } });
  return graph.updateState(config, update.values as Update, update.as_node);
};

async function updateDeclared(
  { saver }: Acting,
  { graph, threadId, update, epoch }: Edit,
  { graph: data, registry, params }: Declaration,
): Written {
  const ref = checkpointIn(update);
  if (ref.checkpoint_ns) throw innerState(threadId, ref.checkpoint_ns);
  const tuple = await saver.getTuple(configAt(threadId, ref));
  if (!tuple) throw new SignalboxError("INVALID_INPUT", `Thread ${threadId} has no state yet: begin a run.`, { thread: threadId });
  // by its id: the writes of tasks after it are not part of it
  let { config } = tuple;
  const { next } = await graph.getState(config);
  const at = { next, state: tuple.checkpoint.channel_values };
  const edit = { values: update.values, asNode: update.as_node };
  for (const { asNode, way, values } of await editUpdates(normalise(data, registry, params), registry, { at, edit }))
    config = await graph.updateState({ configurable: { ...config.configurable, [EPOCH]: epoch, [WAY]: way } }, values as Update, asNode);
  return config;
}

const innerState = (thread: string, namespace: unknown): SignalboxError =>
  new SignalboxError(
    "INVALID_INPUT",
    `Thread ${thread}: the state of a graph inside a node (${namespace}) cannot be edited. Edit the thread's own state, from which the node begins.`,
    { thread, path: ["checkpoint", "checkpoint_ns"] },
  );

/** Errors that LangGraph throws here are caused by the values, the node or the namespace of the request. */
function asRefusal(error: unknown, thread: string): unknown {
  if (error instanceof SignalboxError || isUnavailable(error)) return error;
  return new SignalboxError("INVALID_INPUT", `The state of thread ${thread} cannot be edited: ${messageOf(error)}`, {
    thread,
    cause: error,
  });
}

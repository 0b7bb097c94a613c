/** Makes a thread, and the history that its request gives it: both in one transaction. */

import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import { jsonText } from "../../language/schema/json-text.ts";
import { METADATA } from "../../persistence/checkpointer/saver.ts";
import { isUnavailable } from "../../persistence/connection/unavailable.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { isSeen, type MetadataFilter } from "../../persistence/statements/metadata-filter.ts";
import type { CommandBody } from "../../persistence/statements/runs/rows.ts";
import { beginHistory } from "../../persistence/statements/threads/begin-history.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { insertThread } from "../../persistence/statements/threads/insert-thread.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import { assistantIdOf } from "../graphs/assistant.ts";
import type { Acting } from "../identity/acting.ts";
import { actorOf, onRecord } from "../identity/actor.ts";
import { requireScope } from "../identity/require-scope.ts";
import { readStop } from "../interrupts/read-stop.ts";
import { inOneStatement } from "../once/once.ts";
import { commandOf } from "../protocol/graph-command.ts";
import { plainJson } from "../protocol/plain-json.ts";
import { threadExists } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";

/** What the nodes of one super-step wrote. */
export interface Superstep {
  readonly updates: readonly {
    readonly as_node: string;
    readonly values?: unknown;
    readonly command?: CommandBody | null | undefined;
  }[];
}

export interface NewThread {
  readonly thread_id?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly if_exists?: "raise" | "do_nothing" | undefined;
  /** An existing thread whose metadata do not match is one of somebody else: refused, also with `do_nothing`. */
  readonly seen?: MetadataFilter | undefined;
  /** An earlier history of a LangGraph graph, whose id is `metadata.graph_id`. */
  readonly supersteps?: readonly Superstep[] | undefined;
  /** How long it is kept after it was last changed. */
  readonly ttlMinutes?: number | undefined;
}

export async function createThread(acting: Acting, thread: NewThread): Promise<ThreadRow> {
  const { thread_id: id = acting.newId(), metadata = {}, if_exists = "raise", supersteps = [], seen } = thread;
  refuseUnstorable(acting, "metadata", metadata);
  if (supersteps.length > 0) requireScope(acting.caller, "state:write");
  const row = { id, metadata: plainJson(metadata), ttlMinutes: thread.ttlMinutes };
  const created =
    supersteps.length > 0
      ? await withHistory(acting, { ...row, supersteps })
      : await inOneStatement(acting, (sql) => insertThread(sql, row));
  if (created) return created;
  const existing = await findThread(acting.database.sql, id);
  if (existing && if_exists === "do_nothing" && isSeen(existing.metadata, seen)) return existing;
  throw threadExists(id);
}

interface History {
  readonly id: string;
  readonly ttlMinutes: number | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly supersteps: readonly Superstep[];
}

async function withHistory(acting: Acting, history: History): Promise<ThreadRow | undefined> {
  refuseUnstorable(acting, "supersteps", history.supersteps);
  const { graph_id: graphId } = history.metadata;
  if (typeof graphId !== "string")
    throw new SignalboxError("INVALID_INPUT", "supersteps: name the graph by metadata.graph_id", { path: ["metadata", "graph_id"] });
  const graph = await acting.graphs.compiled(graphId, null);
  if (declarationOf(graph))
    throw new SignalboxError(
      "INVALID_INPUT",
      `supersteps: "${graphId}" is declared, and its history is the path that it has taken. Copy a thread instead.`,
      { path: ["supersteps"], graph: graphId },
    );
  return acting.database.transaction(async (tx) => {
    if (!(await insertThread(tx, history))) return undefined;
    return writeHistory(tx, acting, { ...history, graph, graphId });
  });
}

async function writeHistory(
  tx: TenantTx,
  { saver, caller }: Acting,
  { id, graph: compiled, graphId, supersteps }: History & { readonly graph: CompiledGraph; readonly graphId: string },
): Promise<ThreadRow | undefined> {
  const graph = compiled.withConfig({}) as CompiledGraph; // as in Graphs: a copy of the same class, which LangGraph types as its base
  const within = saver.within(tx);
  graph.checkpointer = within;
  const config = { configurable: { thread_id: id, checkpoint_ns: "", [METADATA]: { graph_id: graphId } } };
  await graph.bulkUpdateState(config, supersteps.map(stepOf)).catch((error: unknown) => Promise.reject(asRefusal(error)));
  const { values, unfinished } = await readStop(graph, within, id);
  const detail = { ...onRecord(actorOf(caller)), supersteps: supersteps.length };
  await recordAudit(tx, { threadId: id, what: "thread.edited", detail });
  return beginHistory(tx, { id, graphId, assistantId: assistantIdOf(graphId), values: jsonText(values), isPaused: unfinished });
}

type GraphStep = Parameters<CompiledGraph["bulkUpdateState"]>[1][number];

const stepOf = ({ updates }: Superstep): GraphStep => ({
  updates: updates.map(({ as_node: asNode, values, command }) => ({
    asNode,
    values: (command ? commandOf(command) : values) as GraphStep["updates"][number]["values"],
  })),
});

/** What LangGraph throws here is caused by the nodes and values of the request. */
function asRefusal(error: unknown): unknown {
  if (error instanceof SignalboxError || isUnavailable(error)) return error;
  return new SignalboxError("INVALID_INPUT", `supersteps: ${messageOf(error)}`, { path: ["supersteps"], cause: error });
}

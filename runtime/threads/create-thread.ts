/** Makes a thread, and the history that its request gives it: both in one transaction. */

import type { CompiledGraph } from "../../compile/compile-graph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import { jsonText } from "../../language/schema/json-text.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { isSeen, type MetadataFilter } from "../../persistence/statements/metadata-filter.ts";
import { beginHistory } from "../../persistence/statements/threads/begin-history.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { insertThread } from "../../persistence/statements/threads/insert-thread.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import { assistantIdOf } from "../graphs/assistant.ts";
import type { Acting } from "../identity/acting.ts";
import { actorOf, onRecord } from "../identity/actor.ts";
import { requireScope } from "../identity/require-scope.ts";
import { readStop } from "../interrupts/read-stop.ts";
import { withLongLists } from "../limits/long-lists.ts";
import { refuseWhenFull } from "../limits/tenant-limits.ts";
import { inOneStatement } from "../once/once.ts";
import { plainJson } from "../protocol/plain-json.ts";
import { threadExists } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import { type Superstep, writeHistory } from "./write-history.ts";

export interface NewThread {
  readonly thread_id?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  readonly if_exists?: "raise" | "do_nothing" | undefined;
  /** An existing thread whose metadata do not match is one of somebody else: refused, also with `do_nothing`. */
  readonly seen?: MetadataFilter | undefined;
  /** An earlier history of the graph whose id is `metadata.graph_id`. */
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
  if (existing && if_exists === "do_nothing" && isSeen(existing.metadata, seen)) return withLongLists(acting.saver, existing);
  throw threadExists(id);
}

interface NewHistory {
  readonly id: string;
  readonly ttlMinutes: number | undefined;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly supersteps: readonly Superstep[];
}

async function withHistory(acting: Acting, history: NewHistory): Promise<ThreadRow | undefined> {
  refuseUnstorable(acting, "supersteps", history.supersteps);
  const { graph_id: graphId } = history.metadata;
  if (typeof graphId !== "string")
    throw new SignalboxError("INVALID_INPUT", "supersteps: name the graph by metadata.graph_id", { path: ["metadata", "graph_id"] });
  const definitionHash = acting.graphs.declared(graphId)?.definition.hash ?? null;
  const compiled = await acting.graphs.compiled(graphId, definitionHash);
  return acting.database.transaction(async (tx) => {
    await refuseWhenFull(tx, acting);
    if (!(await insertThread(tx, history))) return undefined;
    const graph = compiled.withConfig({}) as CompiledGraph; // as in Graphs: a copy of the same class, which LangGraph types as its base
    const saver = acting.saver.within(tx);
    graph.checkpointer = saver;
    const { id, supersteps } = history;
    await writeHistory(saver, { id, declaration: declarationOf(compiled), graph, graphId, supersteps });
    acting.storedBytes?.changed(id);
    const { values, path, unfinished } = await readStop(graph, saver, { threadId: id });
    const detail = { ...onRecord(actorOf(acting.caller)), supersteps: supersteps.length };
    await recordAudit(tx, { threadId: id, what: "thread.edited", detail });
    const stands = { values: jsonText(values), path, isPaused: unfinished };
    return beginHistory(tx, { id, graphId, assistantId: assistantIdOf(graphId), definitionHash, ...stands });
  });
}

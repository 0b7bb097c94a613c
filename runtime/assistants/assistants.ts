/** Assistants: make, find, change, delete, and what their graphs look like. */

import { deleteAssistant as deleteRow } from "../../persistence/statements/assistants/delete-assistant.ts";
import { findThreadsOfAssistant } from "../../persistence/statements/assistants/find-threads-of-assistant.ts";
import { insertAssistant } from "../../persistence/statements/assistants/insert-assistant.ts";
import { listVersions, type VersionsQuery } from "../../persistence/statements/assistants/list-versions.ts";
import { patchAssistant } from "../../persistence/statements/assistants/patch-assistant.ts";
import type { AssistantRow, AssistantSettings } from "../../persistence/statements/assistants/rows.ts";
import { type AssistantFilter, countAssistants, searchAssistants } from "../../persistence/statements/assistants/search-assistants.ts";
import { useVersion } from "../../persistence/statements/assistants/use-version.ts";
import { isSeen, type MetadataFilter } from "../../persistence/statements/metadata-filter.ts";
import type { Page, PageRequest } from "../../persistence/statements/page.ts";
import { findPlaceOfRun } from "../../persistence/statements/runs/find-place-of-run.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import { type Assistant, type AssistantOfRun, type AssistantVersion, assistantOf, versionOf } from "../graphs/assistant.ts";
import { StoredAssistants } from "../graphs/stored-assistants.ts";
import type { Acting } from "../identity/acting.ts";
import { inOneStatement, once } from "../once/once.ts";
import { plainJson } from "../protocol/plain-json.ts";
import { assistantExists, assistantGone, assistantNotFound, assistantVersionNotFound, systemAssistantStays } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import { deleteThreadIn, type Supersede } from "../threads/delete-thread.ts";
import { type AssistantGraphs, assistantGraphsOf } from "./assistant-graphs.ts";

export type AssistantChange = { readonly [Key in keyof AssistantSettings]?: AssistantSettings[Key] | undefined };

export interface NewAssistant extends AssistantChange {
  readonly assistant_id?: string | undefined;
  readonly graph_id: string;
  readonly if_exists?: "raise" | "do_nothing" | undefined;
  /** An existing one whose metadata do not match is one of somebody else: refused, also with `do_nothing`. */
  readonly seen?: MetadataFilter | undefined;
}

export interface AssistantQuery extends AssistantFilter, PageRequest {
  readonly sort_by?: "assistant_id" | "graph_id" | "created_at" | "updated_at" | "name" | undefined;
  readonly sort_order?: "asc" | "desc" | undefined;
}

export interface AssistantDeletion {
  /** Its threads too: none may have a run under way, nor an open question unless `supersede` names who gives it up. */
  readonly threads?: boolean | undefined;
  readonly supersede?: Supersede | undefined;
}

/** An assistant is named by its UUID; the one that a graph has by itself, by the graph's id too. */
export interface Assistants extends AssistantGraphs {
  create(assistant: NewAssistant): Promise<Assistant>;
  search(query: AssistantQuery): Promise<Page<Assistant>>;
  count(filter: AssistantFilter): Promise<number>;
  get(id: string): Promise<Assistant>;
  /** For a new run, with the thread on which it is asked for. */
  toRun(id: string, threadId: string | null): Promise<{ readonly assistant: AssistantOfRun; readonly thread: ThreadRow | undefined }>;
  /** Makes a new version and uses it. Metadata is merged. */
  update(id: string, change: AssistantChange): Promise<Assistant>;
  /** Its runs stay. The assistant that a graph has by itself cannot be deleted. */
  delete(id: string, deletion?: AssistantDeletion): Promise<string[]>;
  versions(id: string, query: VersionsQuery): Promise<AssistantVersion[]>;
  /** Uses an earlier version. */
  setLatest(id: string, version: number): Promise<Assistant>;
}

export function assistantsOf(services: Acting): Assistants {
  const stored = new StoredAssistants(services);
  const { database, graphs } = services;
  const { sql } = database;
  const found = async (id: string): Promise<AssistantRow> => {
    const row = await stored.find(id);
    if (!row) throw assistantGone(id);
    return row;
  };
  return {
    ...assistantGraphsOf(services, found),
    create: (assistant) => once(services, { create: (acting) => createAssistant(acting, stored, assistant), answerOf: assistantOf }),
    get: async (id) => assistantOf(await found(id)),
    async toRun(id, threadId) {
      const assistant_id = stored.idOf(id);
      const { thread, assistant = stored.systemOne(id) } = await findPlaceOfRun(sql, threadId, assistant_id);
      if (!assistant) throw assistantNotFound(id);
      return { thread, assistant: { ...assistant, assistant_id } };
    },
    async search({ sort_by: sortBy = "created_at", sort_order, ...query }) {
      const { items, total } = await searchAssistants(sql, stored.system, { ...query, sortBy, descending: sort_order !== "asc" });
      return { items: items.map(assistantOf), total };
    },
    count: (filter) => countAssistants(sql, stored.system, filter),
    async update(id, change) {
      refuseUnstorable(services, "assistant", change);
      if (change.graph_id !== undefined) graphs.requireKnown(change.graph_id);
      const row = await database.transaction(async (tx) => {
        await stored.storeSystemOne(tx, id);
        return patchAssistant(tx, stored.idOf(id), plainJson(change) as Partial<AssistantSettings>);
      });
      if (!row) throw assistantGone(id);
      return assistantOf(row);
    },
    delete: (id, deletion) => deleteAssistant(services, stored, { id, ...deletion }),
    async versions(id, query) {
      const row = await found(id);
      return row === stored.systemOne(id) ? onlyVersion(row, query) : (await listVersions(sql, stored.idOf(id), query)).map(versionOf);
    },
    async setLatest(id, version) {
      await found(id);
      const row = await database.transaction(async (tx) => {
        await stored.storeSystemOne(tx, id);
        return useVersion(tx, stored.idOf(id), version);
      });
      if (!row) throw assistantVersionNotFound(id, version);
      return assistantOf(row);
    },
  };
}

async function createAssistant(services: Acting, stored: StoredAssistants, assistant: NewAssistant): Promise<AssistantRow> {
  const { assistant_id: id = services.newId(), if_exists = "raise", graph_id, name, description = null, seen, ...settings } = assistant;
  services.graphs.requireKnown(graph_id);
  const { config = {}, context = {}, metadata = {} } = settings;
  refuseUnstorable(services, "assistant", { config, context, metadata });
  const taken = stored.systemOne(id);
  const said = { ...{ graph_id, name: (name ?? "Untitled") || graph_id, description }, ...plainJson({ config, context, metadata }) };
  const made = taken ? undefined : await inOneStatement(services, (sql) => insertAssistant(sql, id, said));
  if (made) return made;
  const existing = if_exists === "do_nothing" && (await stored.find(id));
  if (!existing || !isSeen(existing.metadata, seen)) throw assistantExists(id);
  return existing;
}

/** All in one transaction: nothing is deleted when one of the threads may not be. */
async function deleteAssistant(
  { database, caller }: Acting,
  stored: StoredAssistants,
  { id, threads = false, supersede }: AssistantDeletion & { readonly id: string },
): Promise<string[]> {
  if (stored.systemOne(id)) throw systemAssistantStays(id);
  await database.transaction(async (tx) => {
    if (!(await deleteRow(tx, stored.idOf(id)))) throw assistantGone(id);
    if (!threads) return;
    for (const threadId of await findThreadsOfAssistant(tx, id)) await deleteThreadIn(tx, threadId, { caller, supersede });
  });
  return [id];
}

/** Of the assistant that a graph has by itself and nobody has changed. */
function onlyVersion(row: AssistantRow, { offset, metadata = {} }: VersionsQuery): AssistantVersion[] {
  const matches = Object.entries(metadata).every(([key, value]) => row.metadata[key] === value);
  return offset === 0 && matches ? [versionOf({ ...row, assistant_id: row.id })] : [];
}

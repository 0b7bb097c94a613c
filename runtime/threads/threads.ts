/** Threads: create, find, change, delete; their state, history and path. An open question is never lost. */
import { mapEach, type OpenPage, type Page, type PageRequest, wholePage } from "../../persistence/statements/page.ts";
import type { RunHeaders } from "../../persistence/statements/runs/rows.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { findThreadMetadata } from "../../persistence/statements/threads/find-thread-metadata.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import { countThreads, searchThreads, type ThreadFilter } from "../../persistence/statements/threads/search-threads.ts";
import { type ThreadPatch, updateThread } from "../../persistence/statements/threads/update-thread.ts";
import { type StorageRow, threadStorage } from "../../persistence/statements/upkeep/thread-storage.ts";
import { adoptThread } from "../adoption/adopt-thread.ts";
import type { Adoption, AdoptionRequest } from "../adoption/adoption.ts";
import type { Acting } from "../identity/acting.ts";
import { refuseLongLists, withLongLists } from "../limits/long-lists.ts";
import { once } from "../once/once.ts";
import { type Extract, withExtracted } from "../protocol/extracted.ts";
import { plainJson } from "../protocol/plain-json.ts";
import { threadNotFound } from "../protocol/refusals.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import type { Run } from "../protocol/run.ts";
import { type Thread, threadOf, ttlOf } from "../protocol/thread.ts";
import { type SentSignal, sendSignal } from "../runs/send-signal.ts";
import { copyThread } from "./copy-thread.ts";
import { createThread, type NewThread } from "./create-thread.ts";
import { deleteThread, type Supersede } from "./delete-thread.ts";
import { type Pruning, pruneThreads } from "./prune-threads.ts";
import { type ThreadPath, threadPath } from "./thread-path.ts";
import { type Snapshots, snapshotsOf } from "./thread-snapshots.ts";
import { type ThreadUsage, threadUsage } from "./thread-usage.ts";

export interface ThreadQuery extends ThreadFilter, PageRequest {
  readonly sort_by?: "thread_id" | "status" | "created_at" | "updated_at" | undefined;
  readonly sort_order?: "asc" | "desc" | undefined;
  readonly extract?: Extract | undefined;
}

export interface ThreadStorage extends StorageRow {
  readonly thread_id: string;
  readonly total_bytes: number;
}

export interface Threads extends Snapshots {
  create(thread: NewThread): Promise<Thread>;
  /** With its state, its history and its path, and by default with its metadata. Refused while it has an active run or an open question. */
  copy(threadId: string, metadata?: Readonly<Record<string, unknown>>): Promise<Thread>;
  get(threadId: string, options?: { readonly include?: readonly "ttl"[] | undefined }): Promise<Thread>;
  /** How many of them there were. */
  prune(pruning: Pruning): Promise<number>;
  /** The bytes of its checkpoints. */
  storage(threadId: string): Promise<ThreadStorage>;
  /** Its metadata alone, without the values, which may be large. Undefined: there is no such thread. */
  metadataOf(threadId: string): Promise<Readonly<Record<string, unknown>> | undefined>;
  search(query: ThreadQuery): Promise<Page<Thread>>;
  /** The same, but the items are read while they are taken: their values may be large. */
  openSearch(query: ThreadQuery): Promise<OpenPage<Thread>>;
  count(filter: ThreadFilter): Promise<number>;
  update(threadId: string, patch: Partial<ThreadPatch>): Promise<Thread>;
  /** Refused while it has an active run, and while a question is open unless `supersede` names who gives it up. */
  delete(threadId: string, supersede?: Supersede): Promise<void>;
  /** Takes the edge of a declared signal, no matter which node is active. Resolves to the run that carries the signal and its request's headers. */
  signal(threadId: string, signal: SentSignal, headers?: RunHeaders): Promise<Run>;
  /** Moves a thread that waits to another version of its declaration: its question is closed and asked anew under that version. */
  adopt(threadId: string, request: AdoptionRequest): Promise<Adoption>;
  /** The nodes and labels that its turns passed. */
  path(threadId: string): Promise<ThreadPath>;
  /** Tokens and dollars of its models: by node, by run, and in total. */
  usage(threadId: string): Promise<ThreadUsage>;
}

export function threadsOf(services: Acting): Threads {
  const { sql } = services.database;
  const { saver } = services;
  const openSearch = async (query: ThreadQuery): Promise<OpenPage<Thread>> => {
    await refuseLongLists(sql, query.values);
    const { limit, offset, sort_by: sortBy = "created_at", sort_order } = query;
    const { items, total } = await searchThreads(sql, { ...query, limit, offset, sortBy, descending: sort_order !== "asc" });
    const shown = async (row: ThreadRow) => withExtracted(threadOf(await withLongLists(saver, row)), query.extract);
    return { items: mapEach(items, shown), total };
  };
  return {
    ...snapshotsOf(services),
    create: (thread) => once(services, { create: (acting) => createThread(acting, thread), answerOf: threadOf }),
    copy: (threadId, metadata) =>
      once(services, { create: (acting) => copyThread(acting, threadId, metadata && plainJson(metadata)), answerOf: threadOf }),
    async get(threadId, { include = [] } = {}) {
      const row = await findThread(sql, threadId);
      if (!row) throw threadNotFound(threadId);
      return { ...threadOf(await withLongLists(saver, row)), ...(include.includes("ttl") && { ttl: ttlOf(row) }) };
    },
    prune: (pruning) => pruneThreads(services, pruning),
    async storage(threadId) {
      const bytes = await threadStorage(sql, threadId);
      if (!bytes) throw threadNotFound(threadId);
      return { thread_id: threadId, total_bytes: bytes.checkpoints + bytes.channel_values + bytes.pending_writes, ...bytes };
    },
    metadataOf: (threadId) => findThreadMetadata(sql, threadId),
    search: async (query) => wholePage(await openSearch(query)),
    openSearch,
    count: async (filter) => {
      await refuseLongLists(sql, filter.values);
      return countThreads(sql, filter);
    },
    async update(threadId, { metadata = {}, ttlMinutes }) {
      refuseUnstorable(services, "metadata", metadata);
      const row = await updateThread(sql, threadId, { metadata: plainJson(metadata), ttlMinutes });
      if (!row) throw threadNotFound(threadId);
      return threadOf(await withLongLists(saver, row));
    },
    delete: (threadId, supersede) => deleteThread(services, threadId, supersede),
    signal: (threadId, signal, headers) =>
      once(services, { create: (acting) => sendSignal(acting, threadId, signal, headers), answerOf: (run) => run }),
    adopt: (threadId, request) => adoptThread(services, threadId, request),
    async path(threadId) {
      const { thread_id, turns } = await threadPath(services, threadId);
      return { thread_id, turns: turns.map(({ run_ids, path }) => ({ run_ids, path })) };
    },
    usage: (threadId) => threadUsage(services, threadId),
  };
}

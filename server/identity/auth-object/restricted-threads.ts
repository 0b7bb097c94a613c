/** Threads, as an `Auth` object lets a caller see them. */
import { isSeen } from "../../../runtime/identity/seen.ts";
import type { Threads } from "../../../runtime/threads/threads.ts";
import type { Ask } from "./ask.ts";
import type { ThreadGate } from "./thread-gate.ts";

export function restrictedThreads(threads: Threads, ask: Ask, gate: ThreadGate): Threads {
  /** What the handler changed of a search counts, and its filter besides. */
  const searching = async <Query extends object>(query: Query): Promise<Query & Pick<Parameters<Threads["count"]>[0], "seen">> => {
    const value = { ...query };
    const seen = await ask("threads:search", value);
    return { ...value, seen };
  };
  const reading = async (threadId: string): Promise<void> => gate("threads:read", threadId);
  return {
    async create(thread) {
      const value = { ...thread, metadata: { ...thread.metadata } };
      const seen = await ask("threads:create", value);
      if (value.supersteps?.length) await ask("state:write", { thread_id: value.thread_id });
      return threads.create({ ...value, seen });
    },
    async copy(threadId) {
      await reading(threadId);
      await gate("threads:update", threadId);
      const value = { metadata: { ...(await threads.metadataOf(threadId)) } };
      await ask("threads:create", value);
      await ask("state:write", { thread_id: threadId });
      return threads.copy(threadId, value.metadata);
    },
    async get(threadId, options) {
      await reading(threadId);
      return threads.get(threadId, options);
    },
    async storage(threadId) {
      await reading(threadId);
      return threads.storage(threadId);
    },
    // a thread that the caller may not see is left out, as one that is not there
    async prune(pruning) {
      const own: string[] = [];
      for (const id of pruning.thread_ids) {
        const filter = await ask("threads:delete", { thread_id: id });
        const metadata = await threads.metadataOf(id);
        if (metadata && isSeen(metadata, filter)) own.push(id);
      }
      return threads.prune({ ...pruning, thread_ids: own });
    },
    async metadataOf(threadId) {
      await reading(threadId);
      return threads.metadataOf(threadId);
    },
    search: async (query) => threads.search(await searching(query)),
    openSearch: async (query) => threads.openSearch(await searching(query)),
    count: async (filter) => threads.count(await searching(filter)),
    async update(threadId, patch) {
      const value = { ...patch, metadata: { ...patch.metadata } };
      await gate("threads:update", threadId, value);
      return threads.update(threadId, value);
    },
    async delete(threadId, supersede) {
      await gate("threads:delete", threadId);
      await threads.delete(threadId, supersede);
    },
    async signal(threadId, signal, headers) {
      await gate("threads:update", threadId);
      return threads.signal(threadId, signal, headers);
    },
    async adopt(threadId, request) {
      await gate("threads:update", threadId);
      return threads.adopt(threadId, request);
    },
    async path(threadId) {
      await reading(threadId);
      return threads.path(threadId);
    },
    async usage(threadId) {
      await reading(threadId);
      return threads.usage(threadId);
    },
    async state(threadId, options) {
      await reading(threadId);
      return threads.state(threadId, options);
    },
    async history(threadId, query) {
      await reading(threadId);
      return threads.history(threadId, query);
    },
    async *openHistory(threadId, query) {
      await reading(threadId);
      yield* threads.openHistory(threadId, query);
    },
    async updateState(threadId, update) {
      await gate("threads:update", threadId);
      await ask("state:write", { thread_id: threadId });
      return threads.updateState(threadId, update);
    },
  };
}

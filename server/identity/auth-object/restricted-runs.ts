/** Runs, as an `Auth` object lets a caller see them: by the metadata of their threads. */
import type { CallerServices } from "../../../runtime/caller-services.ts";
import type { RunRequest } from "../../../runtime/protocol/run-request.ts";
import type { Runs } from "../../../runtime/runs/runs.ts";
import type { Ask } from "./ask.ts";
import { askedAgain } from "./asked-again.ts";
import { requireAssistant } from "./restricted-assistants.ts";
import type { Wanted } from "./restricted-v2.ts";
import type { ThreadGate } from "./thread-gate.ts";

/** What the handlers leave of a run's request: they are asked for the assistant, the run, and the thread that it makes. */
export const wantedBy =
  ({ threads, assistants }: CallerServices, ask: Ask): Wanted =>
  async (threadId, given) => {
    const assistant = await requireAssistant(assistants, ask, given.assistant_id);
    const request = await allowed(ask, threadId, { ...given, assistant_id: assistant.assistant_id });
    if (threadId !== null && (await threads.metadataOf(threadId))) return { ...request, if_not_exists: "reject" };
    if (threadId !== null && request.if_not_exists !== "create") return request;
    const thread = { thread_id: threadId ?? undefined, metadata: { ...request.metadata }, if_exists: "do_nothing" };
    await ask("threads:create", thread);
    return { ...request, newThread: { metadata: thread.metadata } };
  };

export function restrictedRuns(
  runs: Runs,
  { ask, gate, wanted }: { readonly ask: Ask; readonly gate: ThreadGate; readonly wanted: Wanted },
): Runs {
  /** Without a thread in the path, the run's own one counts. */
  const threadOf = async (threadId: string | null, runId: string): Promise<string> => threadId ?? (await runs.get(null, runId)).thread_id;
  const reading = async (threadId: string | null, runId: string): Promise<void> => gate("threads:read", await threadOf(threadId, runId));
  return {
    create: async (threadId, request) => runs.create(threadId, await wanted(threadId, request)),
    createBatch: async (requests) => runs.createBatch(await Promise.all(requests.map((request) => wanted(null, request)))),
    async cancelMany(many, action = "interrupt") {
      const { threadId: thread_id, runIds: run_ids, status } = many;
      const seen = await ask("threads:update", { thread_id, action, metadata: { run_ids, status } });
      await runs.cancelMany({ ...many, seen }, action);
    },
    async get(threadId, runId) {
      await reading(threadId, runId);
      return runs.get(threadId, runId);
    },
    waitsBecause: () => runs.waitsBecause(),
    async list(threadId, query) {
      await gate("threads:read", threadId);
      return runs.list(threadId, query);
    },
    async openList(threadId, query) {
      await gate("threads:read", threadId);
      return runs.openList(threadId, query);
    },
    async join(threadId, runId, options) {
      await reading(threadId, runId);
      return runs.join(threadId, runId, options);
    },
    async *stream(threadId, runId, options) {
      const thread = await threadOf(threadId, runId);
      const ask = () => gate("threads:read", thread);
      await ask();
      yield* askedAgain(runs.stream(threadId, runId, options), ask);
    },
    async openStream(threadId, runId, options) {
      const thread = await threadOf(threadId, runId);
      const ask = () => gate("threads:read", thread);
      await ask();
      return askedAgain(await runs.openStream(threadId, runId, options), ask);
    },
    async cancel(threadId, runId, options) {
      const about = { action: options?.action ?? "interrupt", metadata: { run_ids: [runId], status: "pending" } };
      await gate("threads:update", await threadOf(threadId, runId), about);
      await runs.cancel(threadId, runId, options);
    },
    async retry(threadId, runId, options) {
      await gate("threads:update", threadId);
      return runs.retry(threadId, runId, options);
    },
    async delete(threadId, runId) {
      await gate("threads:delete", threadId, { run_id: runId });
      await runs.delete(threadId, runId);
    },
  };
}

/** The request as the handler of `threads:create_run` leaves it, with what the thread's metadata must be. */
async function allowed(ask: Ask, threadId: string | null, request: RunRequest): Promise<RunRequest> {
  const { assistant_id, metadata, multitask_strategy = "reject", if_not_exists = "reject", after_seconds = 0, ...kwargs } = request;
  const value = {
    ...{ thread_id: threadId ?? undefined, assistant_id, status: "pending", metadata: { ...metadata } },
    ...{
      multitask_strategy,
      if_not_exists,
      after_seconds,
      kwargs: { ...kwargs },
      prevent_insert_if_inflight: multitask_strategy === "reject",
    },
  };
  const seen = await ask("threads:create_run", value);
  const changed = { metadata: value.metadata, multitask_strategy: value.multitask_strategy, if_not_exists: value.if_not_exists };
  return { ...request, ...value.kwargs, ...changed, after_seconds: value.after_seconds, seen };
}

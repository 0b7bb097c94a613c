/** Crons, as an `Auth` object lets a caller see them. Their runs start later, by the right of whoever made them: so making one asks for its runs, too. */

import type { Crons } from "../../../runtime/crons/crons.ts";
import type { RunRequest } from "../../../runtime/protocol/run-request.ts";
import type { Ask } from "./ask.ts";
import type { Wanted } from "./restricted-v2.ts";
import type { ThreadGate } from "./thread-gate.ts";

export function restrictedCrons(
  crons: Crons,
  { ask, gate, wanted }: { readonly ask: Ask; readonly gate: ThreadGate; readonly wanted: Wanted },
): Crons {
  return {
    async create(threadId, cron) {
      const value = { ...cron, thread_id: threadId ?? undefined, payload: { ...cron.payload, metadata: { ...cron.payload.metadata } } };
      await ask("crons:create", value);
      if (threadId !== null) await gate("threads:read", threadId);
      const { newThread, metadata } = await wanted(threadId, runOf(value));
      const { thread_id: _, ...changed } = value;
      return crons.create(threadId, { ...changed, payload: { ...changed.payload, metadata: { ...metadata, ...newThread?.metadata } } });
    },
    async search(query) {
      const value = { ...query };
      return crons.search({ ...value, seen: await ask("crons:search", value) });
    },
    async count(filter) {
      const value = { ...filter };
      return crons.count({ ...value, seen: await ask("crons:search", value) });
    },
    async update(id, change) {
      const value = { ...change, cron_id: id, payload: { ...change.payload } };
      const seen = await ask("crons:update", value);
      const { cron_id: _, ...changed } = value;
      return crons.update(id, changed, seen);
    },
    async delete(id) {
      await crons.delete(id, await ask("crons:delete", { cron_id: id }));
    },
  };
}

const runOf = ({
  assistant_id,
  payload,
}: {
  readonly assistant_id: string;
  readonly payload: Omit<RunRequest, "assistant_id">;
}): RunRequest => ({
  ...payload,
  assistant_id,
});

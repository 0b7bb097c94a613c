/** Webhooks, as an `Auth` object lets a caller see them: those of a thread that the caller may see. */
import { SignalboxError } from "../../../language/issues/errors.ts";
import type { CallerServices } from "../../../runtime/caller-services.ts";
import type { Ask } from "./ask.ts";
import type { ThreadGate } from "./thread-gate.ts";

export function restrictedWebhooks(webhooks: CallerServices["webhooks"], ask: Ask, gate: ThreadGate): CallerServices["webhooks"] {
  return {
    async list(query) {
      if (query.thread_id !== undefined) await gate("threads:read", query.thread_id);
      else if ((await ask("threads:search", {})).length > 0)
        throw new SignalboxError("FORBIDDEN", "Name a thread by thread_id: others may be other people's");
      return webhooks.list(query);
    },
    async replay(id) {
      if ((await ask("threads:update", {})).length > 0)
        throw new SignalboxError("FORBIDDEN", "A webhook may be of another person's thread");
      return webhooks.replay(id);
    },
  };
}

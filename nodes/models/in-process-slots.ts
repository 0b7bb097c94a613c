/** The limit on model calls within one process: where no database is shared with others. */
import pLimit, { type LimitFunction } from "p-limit";
import type { Ports } from "../call/ports.ts";

export function inProcessSlots(): Ports["withModelSlot"] {
  const limits = new Map<string, LimitFunction>();
  return ({ model, maxInFlight }, signal, work) => {
    const limit = limits.get(model) ?? pLimit(maxInFlight);
    limits.set(model, limit);
    return limit(() => {
      signal.throwIfAborted();
      return work();
    });
  };
}

/** Ports that need no database: time as it passes, and the limit on model calls within this process. */
import { setTimeout as sleep } from "node:timers/promises";
import pLimit, { type LimitFunction } from "p-limit";
import type { Ports, Time } from "./ports.ts";

/** Pauses between attempts, with jitter, and limits. */
export const realTime: Time = {
  backOff: (_scope, { leastMs, mostMs }, signal) => sleep(leastMs + Math.random() * (mostMs - leastMs), undefined, { signal }),
  limit: (_scope, ms, end) => {
    const timer = setTimeout(end, ms);
    return () => clearTimeout(timer);
  },
  hasCome: async (time) => time.getTime() <= Date.now(),
};

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

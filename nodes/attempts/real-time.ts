/** Time as it passes, for nodes: pauses between attempts, with jitter, and limits. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Time } from "../call/ports.ts";

export const realTime: Time = {
  backOff: (_scope, { leastMs, mostMs }, signal) => sleep(leastMs + Math.random() * (mostMs - leastMs), undefined, { signal }),
  limit: (_scope, ms, end) => {
    const timer = setTimeout(end, ms);
    return () => clearTimeout(timer);
  },
};

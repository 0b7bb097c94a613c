/** Waits for something to come true, and says what it waited for when it does not. */
import { setTimeout as sleep } from "node:timers/promises";

export async function until<T>(what: string, look: () => Promise<T | undefined | false | null>, timeoutMs = 120_000): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = await look().catch(isBusy);
    if (found) return found;
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain: ${what}`);
    await sleep(20);
  }
}

/** A database that is too busy to answer in time says to try again. */
function isBusy(error: { readonly code?: unknown }): false {
  if (error.code === "DATABASE_UNAVAILABLE") return false;
  throw error;
}

/** The engine's periodic work: one at a time; a failure is logged, and the next time it is tried again. */
import type { Logger } from "../../language/registry/context.ts";

/** Returns a function that ends it. */
export function repeat(act: () => Promise<void>, { ms, log }: { readonly ms: number; readonly log: Logger }): () => void {
  let isBusy = false;
  const timer = setInterval(async () => {
    if (isBusy) return;
    isBusy = true;
    await act().catch((error: Error) => log.warn("the engine's periodic work failed", { err: error }));
    isBusy = false;
  }, ms);
  return () => clearInterval(timer);
}

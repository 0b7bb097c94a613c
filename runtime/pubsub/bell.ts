/** Lets code wait until something happens, without polling and without being woken for nothing. */

export interface Patience {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export class Bell {
  readonly #waiting = new Set<() => void>();

  ring(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves at the next ring, after the timeout, or when the signal is aborted. Never rejects. */
  heard({ timeoutMs, signal }: Patience = {}): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(wake, timeoutMs);
      const waiting = this.#waiting;
      function wake() {
        waiting.delete(wake);
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        resolve();
      }
      waiting.add(wake);
      signal?.addEventListener("abort", wake);
    });
  }
}

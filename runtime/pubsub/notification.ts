/** A condition variable: code waits until something happens, without polling and without waking for nothing. */

export interface WaitOptions {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

export class Notification {
  readonly #waiting = new Set<() => void>();

  /** Nobody waits. */
  get isIdle(): boolean {
    return this.#waiting.size === 0;
  }

  /** Wakes all that wait now. */
  notify(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves at the next `notify`, after the timeout, or when the signal is aborted. Never rejects. */
  wait({ timeoutMs, signal }: WaitOptions = {}): Promise<void> {
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

/** Runs that this process has put into the queue, and of whose ends nothing was heard: whoever waits for one need not look at once. */
const MOST_KNOWN = 1_000;

export class NewRuns {
  /** The oldest first. */
  readonly #runs = new Set<string>();

  /** Before it is committed: its end may be heard right after that. */
  add(runId: string): void {
    const [oldest] = this.#runs;
    if (oldest !== undefined && this.#runs.size >= MOST_KNOWN) this.#runs.delete(oldest);
    this.#runs.add(runId);
  }

  heard(runId: string | undefined): void {
    if (runId === undefined) this.#runs.clear();
    else this.#runs.delete(runId);
  }

  has(runId: string): boolean {
    return this.#runs.has(runId);
  }
}

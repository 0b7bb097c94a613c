/** Of the runs whose worker died, this process begins one at a time: if it dies again at once, that one did it. */
import { endProbation } from "../../persistence/statements/runs/end-probation.ts";
import type { Services } from "../services.ts";
import { LONGEST_SUSPICION_MS, probationMs } from "../timing.ts";

export class Probation {
  readonly #services: Pick<Services, "database" | "log">;
  readonly #onFree: () => void;
  /** The run that is on probation, or may turn out to have to be. */
  #run: string | undefined;
  /** Suspects that run here, also after their probation, until they get any further. */
  readonly #suspects = new Map<string, readonly NodeJS.Timeout[]>();

  /** `onFree`: the next suspect may begin. */
  constructor(services: Pick<Services, "database" | "log">, onFree: () => void) {
    this.#services = services;
    this.#onFree = onFree;
  }

  /** Whether this run may begin even if it is a suspect, and even if it was accused before. */
  claim(runId: string): { readonly mayTakeSuspect: boolean; readonly mayTakeAccused: boolean } {
    this.#run ??= runId;
    return { mayTakeSuspect: this.#run === runId, mayTakeAccused: this.#suspects.size === 0 };
  }

  /** It is no suspect, or was not begun. */
  release(runId: string): void {
    if (this.#run === runId) this.#run = undefined;
  }

  /** It lasts until the run has lived for a while, or got any further. */
  begin(runId: string, deaths: number): void {
    const lived = setTimeout(() => this.#pass(runId), probationMs(deaths));
    const forgotten = setTimeout(() => this.end(runId), LONGEST_SUSPICION_MS);
    this.#suspects.set(runId, [lived.unref(), forgotten.unref()]);
  }

  /** The run has got further, or has ended. */
  end(runId: string): void {
    const timers = this.#suspects.get(runId);
    if (timers) this.#pass(runId);
    else this.release(runId);
    for (const timer of timers ?? []) clearTimeout(timer);
    this.#suspects.delete(runId);
  }

  async #pass(runId: string): Promise<void> {
    const { database, log } = this.#services;
    await endProbation(database.sql, runId).catch((error: Error) =>
      log.warn("the end of a probation could not be written", { run: runId, reason: error.message }),
    );
    this.release(runId);
    this.#onFree();
  }
}

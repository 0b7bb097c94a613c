/** Of the runs whose worker died, this process begins one at a time: if it dies again at once, that one did it. */
import { endProbation } from "../../persistence/statements/runs/end-probation.ts";
import type { Services } from "../services.ts";
import { probationMs } from "../timing.ts";

export class Probation {
  readonly #services: Services;
  readonly #onFree: () => void;
  #run: string | undefined;

  /** `onFree`: the next suspect may begin. */
  constructor(services: Services, onFree: () => void) {
    this.#services = services;
    this.#onFree = onFree;
  }

  /** Whether this run may begin even if it is a suspect. */
  claim(runId: string): boolean {
    this.#run ??= runId;
    return this.#run === runId;
  }

  /** It is no suspect, or was not begun. */
  release(runId: string): void {
    if (this.#run === runId) this.#run = undefined;
  }

  /** Until it has lived for a while. */
  begin(runId: string, deaths: number): void {
    setTimeout(async () => {
      await endProbation(this.#services.database.sql, runId).catch((error: Error) =>
        this.#services.log.warn("the end of a probation could not be written", { run: runId, reason: error.message }),
      );
      this.release(runId);
      this.#onFree();
    }, probationMs(deaths)).unref();
  }
}

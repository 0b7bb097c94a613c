/** Tells other processes which runs have ended, all of a moment in one statement; readers in this process know before. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Database } from "../../persistence/connection/database.ts";
import { findOtherWorkers } from "../../persistence/statements/workers/find-other-workers.ts";
import type { Timing } from "../timing.ts";
import { publish } from "./publish.ts";

const TOGETHER_MS = 20;

interface Process {
  readonly database: Database;
  readonly worker: string;
  readonly timing: Timing;
}

export class Ends {
  readonly #process: Process;
  #hasOthers = true;
  /** The timer belongs to no single run. */
  readonly #detached = AsyncLocalStorage.snapshot();
  #runs: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(process: Process) {
    this.#process = process;
  }

  /** Whether anybody could hear. From time to time: a process that has started since then looks itself, once a second. */
  async look(): Promise<void> {
    const { database, worker, timing } = this.#process;
    const others = database.kind === "pglite" ? [] : await findOtherWorkers(database.sql, { worker, offer: "", ...timing });
    this.#hasOthers = others.length > 0;
  }

  tell(run: string): void {
    if (!this.#hasOthers) return;
    this.#runs.push(run);
    this.#timer ??= this.#detached(() => setTimeout(() => void this.flush(), TOGETHER_MS));
  }

  /** A message may be lost: readers look again after a second. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const runs = this.#runs.splice(0);
    await publish(this.#process.database.sql, ...runs.map((run) => ({ kind: "done", run }) as const)).catch(() => {});
  }
}

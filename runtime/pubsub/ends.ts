/** Tells other processes which runs have ended, all of a moment in one statement; readers in this process know before. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Sql } from "../../language/registry/context.ts";
import { publish } from "./publish.ts";

const TOGETHER_MS = 20;

export class Ends {
  readonly #sql: Sql;
  /** The timer belongs to no single run. */
  readonly #detached = AsyncLocalStorage.snapshot();
  #runs: string[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor({ sql }: { readonly sql: Sql }) {
    this.#sql = sql;
  }

  tell(run: string): void {
    this.#runs.push(run);
    this.#timer ??= this.#detached(() => setTimeout(() => void this.flush(), TOGETHER_MS));
  }

  /** A message may be lost: readers look again after a second. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const runs = this.#runs.splice(0);
    await publish(this.#sql, ...runs.map((run) => ({ kind: "done", run }) as const)).catch(() => {});
  }
}

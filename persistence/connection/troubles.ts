/** Which ways to the database fail now. Each is logged, again after growing pauses while it lasts, and once when it is over. */
import type { Logger } from "../../language/registry/context.ts";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

interface Trouble {
  readonly beganAt: number;
  /** Of performance.now(). */
  loggedAt: number;
  pauseMs: number;
}

export interface Troubles {
  /** Call it at every failure. `what` names no address: GET /ok shows it to everybody. */
  begin(what: string, facts: { readonly address: string; readonly reason: string }): void;
  end(what: string, address: string): void;
  readonly open: readonly string[];
}

export class LoggedTroubles implements Troubles {
  readonly #open = new Map<string, Trouble>();
  readonly #log: Logger | undefined;

  constructor(log: Logger | undefined) {
    this.#log = log;
  }

  begin(what: string, facts: { readonly address: string; readonly reason: string }): void {
    const now = performance.now();
    const trouble = this.#open.get(what) ?? { beganAt: now, loggedAt: Number.NEGATIVE_INFINITY, pauseMs: FIRST_PAUSE_MS / 2 };
    this.#open.set(what, trouble);
    if (now - trouble.loggedAt < trouble.pauseMs) return;
    trouble.loggedAt = now;
    trouble.pauseMs = Math.min(LONGEST_PAUSE_MS, trouble.pauseMs * 2);
    this.#log?.warn(what, { ...facts, seconds: Math.round((now - trouble.beganAt) / 1_000) });
  }

  end(what: string, address: string): void {
    if (this.#open.delete(what)) this.#log?.info(`over: ${what}`, { address });
  }

  get open(): string[] {
    return [...this.#open.keys()];
  }
}

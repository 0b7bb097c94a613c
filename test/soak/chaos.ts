/** Kills and freezes processes and restarts Postgres at random, until it is stopped. */
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresServer } from "../support/postgres-server.ts";
import type { Fleet } from "./fleet.ts";

const PAUSE_MS = 4_000;
/** Longer than the time after which a process counts as dead. */
const FROZEN_MS = 7_000;

const FAULTS = ["kill", "kill", "freeze", "freeze", "restart"] as const;

export class Chaos {
  readonly #fleet: Fleet;
  readonly #postgres: PostgresServer;
  readonly #stopping = new AbortController();
  readonly #counts = { kill: 0, freeze: 0, restart: 0 };
  #running: Promise<void> = Promise.resolve();

  constructor(fleet: Fleet, postgres: PostgresServer) {
    this.#fleet = fleet;
    this.#postgres = postgres;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  summary(): string {
    const { kill, freeze, restart } = this.#counts;
    return `${kill} kills, ${freeze} freezes, ${restart} restarts of Postgres`;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await sleep(PAUSE_MS * (0.5 + Math.random()), undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      const fault = oneOf(FAULTS);
      if (fault === "restart") await this.#postgres.restart();
      else if (fault === "kill") oneOf(this.#fleet.members).child?.kill("SIGKILL");
      else await this.#freeze();
      this.#counts[fault]++;
    }
  }

  async #freeze(): Promise<void> {
    const { child } = oneOf(this.#fleet.members);
    child?.kill("SIGSTOP");
    await sleep(FROZEN_MS);
    child?.kill("SIGCONT");
  }
}

const oneOf = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;

/** The one PGlite of a process. When Postgres inside it has ended (a full disk, a crash of its WebAssembly), it is started again on the same files. */
import { setTimeout as sleep } from "node:timers/promises";
import type { PGlite } from "@electric-sql/pglite";
import { messageOf } from "../../language/issues/thrown.ts";
import type { Logger } from "../../language/registry/context.ts";
import { toldReasonOf, unavailable } from "../connection/unavailable.ts";

/** What PGlite's connections for the driver call. */
export type Channel = Pick<PGlite, "execProtocolStream" | "waitReady">;

type Start = () => Promise<PGlite>;
type BackendMessages = Awaited<ReturnType<PGlite["execProtocolStream"]>>;

interface Subscription {
  readonly channel: string;
  readonly onMessage: (payload: string) => void;
  readonly onRestart: () => void;
}

/** Between two attempts to start it: each takes a second of CPU. */
const RESTART_PAUSE_MS = 1_000;

/** Postgres answers with one of these before it ends: it answers nothing more. */
const ENDING = new Set(["FATAL", "PANIC"]);

export class EmbeddedServer {
  readonly #start: Start;
  readonly #log: Logger | undefined;
  readonly #subscriptions = new Set<Subscription>();
  /** Undefined while there is none. */
  #running: PGlite | undefined;
  #starting: Promise<PGlite> | undefined;
  /** What the last end had to do with, as far as it may be told: a start that fails may not say it again. */
  #whyEnded: string | undefined;
  /** Of the process's clock: when it could not be started. */
  #failedAt = Number.NEGATIVE_INFINITY;

  private constructor(start: Start, running: PGlite, log: Logger | undefined) {
    this.#start = start;
    this.#running = running;
    this.#log = log;
  }

  static async start(start: Start, log: Logger | undefined): Promise<EmbeddedServer> {
    return new EmbeddedServer(start, await start(), log);
  }

  /** For one connection, which does not outlive the server that it began with. */
  openChannel(): Channel {
    let server: Promise<PGlite> | undefined;
    return {
      waitReady: Promise.resolve(),
      execProtocolStream: async (message, options) => {
        // also where it could not be started: the rest of a request must not reach the next server, among another connection's messages
        server ??= this.#running ? Promise.resolve(this.#running) : this.#restart();
        const begun = await server;
        // nothing listens any more for what was sent after the end
        if (begun !== this.#running) return [];
        return this.#execute(begun, message, options);
      },
    };
  }

  async listen(subscription: Subscription): Promise<() => Promise<void>> {
    this.#subscriptions.add(subscription);
    await this.#running?.listen(subscription.channel, subscription.onMessage);
    return async () => {
      this.#subscriptions.delete(subscription);
      await this.#running?.unlisten(subscription.channel, subscription.onMessage);
    };
  }

  async close(): Promise<void> {
    await this.#running?.close();
  }

  async #execute(server: PGlite, ...request: Parameters<PGlite["execProtocolStream"]>): Promise<BackendMessages> {
    try {
      const answer = await server.execProtocolStream(...request);
      const end = answer.find((message) => "severity" in message && ENDING.has(String(message.severity)));
      if (!end) return answer;
      throw end;
    } catch (cause) {
      this.#running = undefined;
      this.#whyEnded = toldReasonOf(cause);
      this.#log?.error("the embedded database has ended; it is started again at the next request", { reason: messageOf(cause) });
      throw unavailable(cause, this.#whyEnded);
    }
  }

  #restart(): Promise<PGlite> {
    this.#starting ??= this.#startAgain().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #startAgain(): Promise<PGlite> {
    await sleep(Math.max(0, this.#failedAt + RESTART_PAUSE_MS - performance.now()));
    const server = await this.#start().catch((cause: unknown) => {
      this.#failedAt = performance.now();
      throw unavailable(cause, this.#whyEnded);
    });
    for (const { channel, onMessage } of this.#subscriptions) await server.listen(channel, onMessage);
    this.#running = server;
    this.#log?.warn("the embedded database was started again");
    for (const { onRestart } of this.#subscriptions) setImmediate(onRestart);
    return server;
  }
}

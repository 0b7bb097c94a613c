/** One WebSocket of a thread: its commands in their order, and any number of subscriptions, which outlive runs. */
import type { RawData, WebSocket } from "ws";
import { errors, type SignalboxError } from "../../language/issues/errors.ts";
import { jsonText } from "../../language/schema/json-text.ts";
import type { EventFilter } from "../../runtime/protocol-v2/event-filter.ts";
import { refuseUnsafe } from "../http/parse.ts";
import { CommandRefused, commandError, refusedCommand } from "./command-errors.ts";
import { answerTo, type Command, type Commanded, type OwnCommands, parsedParams } from "./commands.ts";

/** Each reads the thread's log: so many are more than any client needs. */
const MAX_SUBSCRIPTIONS = 64;
const PING_MS = 15_000;
/** Commands that wait for the ones before them. */
const MAX_WAITING = 64;

/** As the close of a server that restarts. */
const SERVICE_RESTART = 1_012;
const TRY_AGAIN_LATER = 1_013;

export interface SocketOptions extends Commanded {
  readonly newId: () => string;
}

export class SocketSession {
  readonly #socket: WebSocket;
  readonly #options: SocketOptions;
  readonly #subscriptions = new Map<string, AbortController>();
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #isAlive = true;

  constructor(socket: WebSocket, options: SocketOptions) {
    this.#socket = socket;
    this.#options = options;
    const ping = setInterval(() => this.#ping(), PING_MS);
    socket.on("pong", () => {
      this.#isAlive = true;
    });
    socket.on("message", (data) => this.#receive(data));
    socket.on("error", () => {}); // a close follows
    socket.on("close", () => {
      clearInterval(ping);
      for (const ended of this.#subscriptions.values()) ended.abort();
    });
  }

  /** The server stops: the client connects again. */
  end(): void {
    this.#socket.close(SERVICE_RESTART, "the server stops");
  }

  /** Its caller may no longer have it. */
  refuse({ code }: SignalboxError): void {
    this.#socket.close(4_000 + errors[code].status, errors[code].title);
  }

  #ping(): void {
    if (this.#isAlive) this.#socket.ping();
    else this.#socket.terminate();
    this.#isAlive = false;
  }

  #receive(data: RawData): void {
    if (this.#waiting >= MAX_WAITING) {
      this.#socket.close(TRY_AGAIN_LATER, "too many commands at once");
      return;
    }
    this.#waiting += 1;
    this.#last = this.#last
      .then(() => this.#answer(data))
      .finally(() => {
        this.#waiting -= 1;
      });
  }

  async #answer(data: RawData): Promise<void> {
    const begin: (() => void)[] = [];
    const own: OwnCommands = {
      "subscription.subscribe": (command) => this.#subscribe(command, begin),
      "subscription.unsubscribe": (command) => this.#unsubscribe(command),
    };
    await this.#send(await this.#answerOf(data, own));
    // the answer comes before what is replayed: only then the client knows the subscription
    for (const start of begin) start();
  }

  async #answerOf(data: RawData, own: OwnCommands): Promise<unknown> {
    let message: unknown;
    try {
      message = JSON.parse(data.toString());
    } catch {
      return refusedCommand(null, "invalid_argument", "A command must be JSON");
    }
    try {
      refuseUnsafe(message);
    } catch (error) {
      return commandError(null, error);
    }
    return answerTo(this.#options, message, own);
  }

  async #subscribe(command: Command, begin: (() => void)[]): Promise<unknown> {
    const filter = parsedParams("subscription.subscribe", command);
    if (this.#subscriptions.size >= MAX_SUBSCRIPTIONS)
      throw new CommandRefused(
        "invalid_argument",
        `A WebSocket can have ${MAX_SUBSCRIPTIONS} subscriptions: end one, or open another WebSocket`,
      );
    const id = this.#options.newId();
    const ended = new AbortController();
    this.#subscriptions.set(id, ended);
    const { v2, threadId } = this.#options;
    try {
      const replayed = await v2.kept(threadId, filter, ended.signal);
      begin.push(() => this.#follow(id, filter, ended.signal));
      return { subscription_id: id, replayed_events: replayed };
    } catch (error) {
      this.#subscriptions.delete(id);
      throw error;
    }
  }

  #unsubscribe(command: Command): unknown {
    const { subscription_id: id } = parsedParams("subscription.unsubscribe", command);
    const ended = this.#subscriptions.get(id);
    if (!ended) throw new CommandRefused("no_such_subscription", `This WebSocket has no subscription ${id}`);
    this.#subscriptions.delete(id);
    ended.abort();
    return {};
  }

  async #follow(id: string, filter: EventFilter, signal: AbortSignal): Promise<void> {
    const { v2, threadId, onError } = this.#options;
    try {
      for await (const event of v2.events(threadId, filter, signal)) {
        if (signal.aborted) return;
        await this.#send(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      onError(error);
      await this.#send(commandError(null, error));
      this.#socket.close(SERVICE_RESTART, "the stream broke off: connect again");
    } finally {
      this.#subscriptions.delete(id);
    }
  }

  /** Resolves when the client's connection has taken it: never faster than the client reads. */
  #send(message: unknown): Promise<void> {
    return new Promise((resolve) => this.#socket.send(jsonText(message), () => resolve()));
  }
}

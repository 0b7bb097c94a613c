/** The way to a server for one owner of a credential: a session is opened for the first call, by all that wait for it at once. After a broken one the next call opens another. */
import { ToolError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import { isRefused } from "../failures.ts";
import type { McpServer } from "../mcp-server.ts";
import { Session } from "./session.ts";

export class Connection {
  /** The newest. */
  token: string | undefined;
  readonly #server: McpServer;
  readonly #name: string;
  #session: Promise<Session> | undefined;

  constructor(server: McpServer, name: string) {
    this.#server = server;
    this.#name = name;
  }

  /** @throws UNAVAILABLE or NO_CREDENTIAL: nothing was done. */
  async open(signal: AbortSignal): Promise<Session> {
    this.#session ??= this.#opening();
    try {
      return await untilAborted(this.#session, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const code = isRefused(error) ? "NO_CREDENTIAL" : "UNAVAILABLE";
      throw new ToolError(code, `${this.#name} cannot be used: ${messageOf(error)}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    const opening = this.#session;
    this.#session = undefined;
    await opening?.then(
      (session) => session.close(),
      () => {},
    );
  }

  #opening(): Promise<Session> {
    const forget = (): void => {
      if (this.#session === opening) this.#session = undefined;
    };
    const opening = Session.open(this.#server, { token: () => this.token, whenOver: forget });
    opening.catch(forget);
    return opening;
  }
}

function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  return Promise.race([promise, aborted.promise]).finally(() => signal.removeEventListener("abort", abort));
}

/** A client that is connected to a server, with the tools that the server has. It ends when it is retired or idle, and nobody waits for a call any more. */
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { messageOf } from "../../language/issues/thrown.ts";
import type { ListedTool } from "../changed-tools.ts";
import { NothingSent } from "../failures.ts";
import type { McpServer } from "../mcp-server.ts";
import { type OpenTransport, openTransport } from "./open-transport.ts";

const CONNECT_MS = 30_000;
/** Then a session or a process that nobody uses is ended. */
const IDLE_MS = 60_000;
/** The longest that a timer takes: the node limits the time of a call. */
const NO_LIMIT_MS = 2 ** 31 - 1;

interface Request {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly key: string;
  readonly signal: AbortSignal;
}

interface SessionOptions {
  readonly token: () => string | undefined;
  /** It is over, or about to be. */
  readonly whenOver: () => void;
}

export class Session {
  readonly tools = new Map<string, ListedTool>();
  readonly #client: Client;
  readonly #transport: OpenTransport;
  readonly #whenOver: () => void;
  #calls = 0;
  #isRetired = false;
  #idle: NodeJS.Timeout | undefined;

  private constructor(client: Client, transport: OpenTransport, whenOver: () => void) {
    this.#client = client;
    this.#transport = transport;
    this.#whenOver = whenOver;
  }

  static async open(server: McpServer, { token, whenOver }: SessionOptions): Promise<Session> {
    const { Client: McpClient } = await import("@modelcontextprotocol/sdk/client/index.js");
    const { ToolListChangedNotificationSchema } = await import("@modelcontextprotocol/sdk/types.js");
    const client = new McpClient({ name: "signalbox", version: "1" });
    const transport = await openTransport(server, token);
    const session = new Session(client, transport, whenOver);
    try {
      await client.connect(transport.transport, { timeout: CONNECT_MS });
      await session.#listTools();
    } catch (error) {
      await transport.close();
      throw transport.said() === "" ? error : new Error(`${messageOf(error)}: ${transport.said()}`, { cause: error });
    }
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => session.#listTools());
    client.onclose = whenOver;
    session.#awaitIdle();
    return session;
  }

  /** Without the client's own check of the output: the registry's schema decides. */
  async call({ key, signal, ...params }: Request): Promise<unknown> {
    const { CallToolResultSchema } = await import("@modelcontextprotocol/sdk/types.js");
    const call = crypto.randomUUID();
    const request = { method: "tools/call" as const, params: { ...params, _meta: { idempotencyKey: key, "signalbox/call": call } } };
    clearTimeout(this.#idle);
    this.#calls += 1;
    try {
      const result = this.#client.request(request, CallToolResultSchema, { signal, timeout: NO_LIMIT_MS });
      return await this.#transport.broken.during(call, result);
    } finally {
      this.#calls -= 1;
      if (this.#calls === 0) this.#awaitIdle();
    }
  }

  /** Takes no further calls. Those under way are waited for. */
  retire(): void {
    this.#isRetired = true;
    this.#whenOver();
    if (this.#calls === 0) void this.close();
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#transport.close();
  }

  #awaitIdle(): void {
    if (this.#isRetired) void this.close();
    else this.#idle = setTimeout(() => this.retire(), IDLE_MS).unref();
  }

  /** When the server says that they have changed, and when one does not fit: not every server says it. */
  async refresh(): Promise<void> {
    try {
      await this.#listTools();
    } catch (cause) {
      throw new NothingSent("the tools of the server cannot be listed", { cause });
    }
  }

  async #listTools(): Promise<void> {
    const listed: ListedTool[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#client.listTools(cursor === undefined ? {} : { cursor }, { timeout: CONNECT_MS });
      listed.push(...page.tools);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    this.tools.clear();
    for (const tool of listed) this.tools.set(tool.name, tool);
  }
}

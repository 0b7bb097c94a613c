/** The connections to one server: one for all callers, or one for each person where the credential is theirs. */
import { ToolError } from "../language/issues/errors.ts";
import type { Context } from "../language/registry/context.ts";
import { Connection } from "./connection.ts";
import type { McpServer } from "./mcp-server.ts";

export class Connections {
  /** As messages name it. */
  readonly name: string;
  readonly #service: string;
  readonly #server: McpServer;
  /** By the owner of the credential. */
  readonly #open = new Map<string, Connection>();

  constructor(name: string, server: McpServer) {
    this.name = `the MCP server "${name}"`;
    this.#server = checked(name, server);
    this.#service = name;
  }

  /** Whether nobody but a person can connect. */
  get isPerUser(): boolean {
    return this.#server.url !== undefined && this.#server.credential?.per === "user";
  }

  /** @throws NO_CREDENTIAL when a credential is needed and there is none. */
  async for(context: Pick<Context, "secret" | "credential" | "tenant" | "principal">): Promise<Connection> {
    const credential = this.#server.url === undefined ? undefined : this.#server.credential;
    if (!credential) return this.#connection("");
    const { per } = credential;
    const token = per ? await context.credential(this.#service) : context.secret(credential.secret);
    if (!token)
      throw new ToolError(
        "NO_CREDENTIAL",
        `${this.name} needs a credential of ${per ? (context.principal?.id ?? "somebody who is known") : "the server"}`,
      );
    const connection = this.#connection(per ? JSON.stringify([context.tenant, context.principal?.id]) : "");
    connection.token = token;
    return connection;
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(open.map((connection) => connection.close()));
  }

  #connection(owner: string): Connection {
    const found = this.#open.get(owner) ?? new Connection(this.#server, this.name);
    this.#open.set(owner, found);
    return found;
  }
}

const isLocal = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

/** A credential goes only where nobody listens. */
function checked(name: string, server: McpServer): McpServer {
  if (server.url === undefined) return server;
  const { protocol, hostname } = new URL(server.url);
  if (protocol !== "https:" && protocol !== "http:")
    throw new TypeError(`mcp("${name}"): ${server.url} is not an address of http or https`);
  if (protocol === "http:" && server.credential && !isLocal(hostname))
    throw new TypeError(`mcp("${name}"): a credential is sent by https only, and ${server.url} is http`);
  return server;
}

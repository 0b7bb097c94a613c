/** The connections to one server: one for all callers, or one for each person where the credential is theirs. */
import { ToolError } from "../../language/issues/errors.ts";
import type { Context } from "../../language/registry/context.ts";
import type { McpServer } from "../mcp-server.ts";
import { checkedServer } from "./checked-server.ts";
import { Connection } from "./connection.ts";

export class Connections {
  /** As messages name it. */
  readonly name: string;
  readonly #service: string;
  readonly #server: McpServer;
  /** By the owner of the credential. */
  readonly #open = new Map<string, Connection>();

  constructor(name: string, server: McpServer) {
    this.name = `the MCP server "${name}"`;
    this.#server = checkedServer(name, server);
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

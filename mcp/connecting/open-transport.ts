/** The way to a server: streamable HTTP without redirects, or a process. */
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { McpCommand, McpServer, McpUrl } from "../mcp-server.ts";
import { BrokenResponses } from "./broken-responses.ts";

export interface OpenTransport {
  readonly transport: Transport;
  readonly broken: BrokenResponses;
  /** The last words of a process. */
  readonly said: () => string;
  /** Ends the session, or the process. Never rejects. */
  readonly close: () => Promise<void>;
}

export const openTransport = (server: McpServer, token: () => string | undefined): Promise<OpenTransport> =>
  server.url === undefined ? overPipes(server) : overHttp(server, token);

/** A redirect would carry the credential elsewhere, and reach what only this machine can. */
async function overHttp({ url }: McpUrl, token: () => string | undefined): Promise<OpenTransport> {
  const { StreamableHTTPClientTransport } = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
  const broken = new BrokenResponses();
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch: async (address, init) => {
      const headers = new Headers(init?.headers);
      headers.set("connection", "close"); // one that is kept may be dead, and whether a call has arrived on it is not known
      const credential = token();
      if (credential !== undefined) headers.set("authorization", `Bearer ${credential}`);
      return broken.watched(await fetch(address, { ...init, headers, redirect: "manual" }), init?.body);
    },
  });
  return {
    transport: transport as Transport, // its session id may be undefined, which the interface does not say
    broken,
    said: () => "",
    close: async () => {
      await transport.terminateSession().catch(() => {});
      await transport.close().catch(() => {});
    },
  };
}

const MAX_SAID = 500;

async function overPipes({ command, args = [], env }: McpCommand): Promise<OpenTransport> {
  const { StdioClientTransport } = await import("@modelcontextprotocol/sdk/client/stdio.js");
  const transport = new StdioClientTransport({ command, args: [...args], ...(env && { env }), stderr: "pipe" });
  let said = "";
  transport.stderr?.on("data", (text) => {
    said = `${said}${text}`.slice(-MAX_SAID);
  });
  return { transport, broken: new BrokenResponses(), said: () => said.trim(), close: () => transport.close().catch(() => {}) };
}

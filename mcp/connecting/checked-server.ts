/** Refuses an address that is not one of the web, and one to which a credential would go in the open. */
import type { McpServer } from "../mcp-server.ts";

const isLocal = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);

/** A credential goes by https, or to this machine. */
export function checkedServer(name: string, server: McpServer): McpServer {
  if (server.url === undefined) return server;
  const { protocol, hostname } = new URL(server.url);
  if (protocol !== "https:" && protocol !== "http:")
    throw new TypeError(`mcp("${name}"): ${server.url} is not an address of http or https`);
  if (protocol === "http:" && server.credential && !isLocal(hostname))
    throw new TypeError(`mcp("${name}"): a credential is sent by https only, and ${server.url} is http`);
  return server;
}

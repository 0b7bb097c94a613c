/** The entry `signalbox/mcp`: tools of MCP servers for a registry. The client of the protocol loads at the first call. */
export { type McpErrorCode, type McpTool, type McpTools, mcp } from "./mcp.ts";
export type { McpEntry } from "./mcp-entry.ts";
export type { McpCommand, McpCredential, McpServer, McpUrl } from "./mcp-server.ts";

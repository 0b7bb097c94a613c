/** One call of a tool of an MCP server. */
import type { Context } from "../language/registry/context.ts";
import type { Connections } from "./connecting/connections.ts";
import type { McpEntry } from "./mcp-entry.ts";

export interface ToolCall {
  readonly connections: Connections;
  readonly entry: McpEntry & { readonly tool: string };
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: Context;
}

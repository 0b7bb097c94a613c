/** Makes tools of a registry out of those of an MCP server: their names are the list of what may be called. */
import type { z } from "zod";
import type { ToolOutcome } from "../language/registry/code.ts";
import type { Tool } from "../language/registry/entries.ts";
import { callTool } from "./call-tool.ts";
import { Connections } from "./connecting/connections.ts";
import type { McpEntry } from "./mcp-entry.ts";
import type { McpServer } from "./mcp-server.ts";
import { toolServerOf } from "./tool-server.ts";

/** `UNAVAILABLE`: nothing was done, the server cannot be reached. `NO_CREDENTIAL`: whoever began the turn has none, or the server refuses it. */
const builtIn = { UNAVAILABLE: "retryable", MCP_ERROR: "final", NO_CREDENTIAL: "final", MCP_TOOL_CHANGED: "final" } as const;

export type McpErrorCode = keyof typeof builtIn;

type Args<E extends McpEntry> = z.output<E["args"]>;
type Once<E extends McpEntry> = E extends { readonly once: infer O } ? O : never;
type Effect<E extends McpEntry> = E extends { readonly effect: infer F } ? F : "outside";
type Codes<E extends McpEntry> = McpErrorCode | (E extends { readonly errors: infer C } ? keyof C & string : never);

/** An ordinary tool. */
export type McpTool<E extends McpEntry> = Tool<Args<E>, unknown, z.output<E["output"]>, Codes<E>, z.input<E["args"]>> &
  ToolOutcome<Effect<E>, Once<E>>;

/** Of one server, by their names in the registry. */
export type McpTools<T extends Readonly<Record<string, McpEntry>>> = { readonly [K in keyof T]: McpTool<T[K]> };

/** Its keys are arguments, and without it there is no effect that could be recorded. */
type Sound<T extends Readonly<Record<string, McpEntry>>> = {
  readonly [K in keyof T]: { readonly once?: T[K]["effect"] extends "none" ? never : readonly (keyof Args<T[K]> & string)[] };
};

/**
 * Tools of an MCP server, for a registry's `tools`. Nothing but these is ever called.
 * @example
 * const tools = mcp("weather", { url: "https://mcp.example.org/mcp", credential: { per: "user" } }, {
 *   forecast: { effect: "none", args: z.object({ city: z.string() }), output: z.object({ celsius: z.number() }) },
 * });
 */
export function mcp<const T extends Readonly<Record<string, McpEntry>>>(name: string, server: McpServer, tools: T & Sound<T>): McpTools<T> {
  const connections = new Connections(name, server);
  const entries: Readonly<Record<string, McpEntry>> = tools;
  const own = new Map<Tool, McpEntry & { readonly tool: string }>();
  const shared = toolServerOf(connections, own);
  const made = Object.entries(entries).map(([key, entry]) => {
    const named = { ...entry, tool: entry.tool ?? key };
    const { description, effect, once, args, output } = entry;
    const tool: Tool = {
      ...{ errors: { ...entry.errors, ...builtIn }, args, output, server: shared },
      ...(description !== undefined && { description }),
      ...(effect !== undefined && { effect }),
      ...(once !== undefined && { once }),
      run: (given, context) => callTool({ connections, entry: named, args: given, context }),
    };
    own.set(tool, named);
    return [key, tool] as const;
  });
  return Object.fromEntries(made) as McpTools<T>; // each entry has become the tool that its type says
}

/** A tool of an MCP server as its declaration names it. */
import type { z } from "zod";
import type { ErrorClass } from "../language/issues/error-class.ts";
import type { ToolEffect } from "../language/registry/entries.ts";

/** One tool, as `signalbox mcp add` writes it. */
export interface McpEntry {
  /** As the server names it. Default: its key. */
  readonly tool?: string;
  readonly description?: string;
  /** What it does in the world. Default `outside`. */
  readonly effect?: Exclude<ToolEffect, "transaction">;
  /** The arguments that make an effect's key. */
  readonly once?: readonly string[];
  /** Codes that the server gives in the structured content of a failure. */
  readonly errors?: Readonly<Record<string, ErrorClass>>;
  readonly args: z.ZodType;
  readonly output: z.ZodType;
}

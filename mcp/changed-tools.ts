/** Whether a server still offers a tool as a registry declares it: it must take what the declared arguments may be, and give what the output takes. */
import { fits } from "../language/schema/fits.ts";
import { inputSchemaOf, type JsonSchema, jsonSchemaOf } from "../language/schema/json-schema.ts";
import type { McpEntry } from "./mcp-entry.ts";

export interface ListedTool {
  readonly name: string;
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema | undefined;
  readonly description?: string | undefined;
  readonly annotations?: { readonly readOnlyHint?: boolean | undefined; readonly idempotentHint?: boolean | undefined } | undefined;
}

/** Undefined: it does. */
export function changeOf(listed: ListedTool | undefined, { args, output }: McpEntry): string | undefined {
  if (!listed) return "is not among the tools that the server has now";
  if (!fits(jsonSchemaOf(args), listed.inputSchema)) return "takes other arguments now than the registry declares";
  if (listed.outputSchema && !fits(listed.outputSchema, inputSchemaOf(output)))
    return "gives another output now than the registry declares";
  return undefined;
}

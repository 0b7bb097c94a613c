/** Handoffs of an agent: the tools by which its model hands over to another node. */
import { tool as langchainTool } from "@langchain/core/tools";
import { HANDOFF_TOOL } from "../../language/registry/text-label.ts";
import type { JsonSchema } from "../../language/schema/json-schema.ts";
import type { ModelTool } from "./agent-tools.ts";
import { shownAs } from "./shown-as.ts";

export function handoffTool(target: string, when: string): ModelTool {
  const name = `${HANDOFF_TOOL}${target}`;
  const shown: JsonSchema = { type: "object", properties: {}, additionalProperties: false };
  const description = `Hand the conversation over to ${target}: ${when}`;
  return { name, shown, tool: langchainTool(async () => `handed over to ${target}`, { name, description, schema: shownAs(shown) }) };
}

/** The node that a handoff tool leads to; undefined for any other tool. */
export const handedOverTo = (toolName: string): string | undefined =>
  toolName.startsWith(HANDOFF_TOOL) ? toolName.slice(HANDOFF_TOOL.length) : undefined;

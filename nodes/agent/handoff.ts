/** Handoffs of an agent: the tools by which its model hands over to another node, and the end of the agent at the first one. */
import { type BaseMessage, isAIMessage, ToolMessage } from "@langchain/core/messages";
import { tool as langchainTool } from "@langchain/core/tools";
import type { AgentMiddleware } from "langchain";
import type { JsonSchema } from "../../language/schema/json-schema.ts";
import { shownAs } from "./shown-as.ts";

/** What the name of a handoff tool begins with. */
const HANDOFF_TOOL = "handoff_to_";

export function handoffTool(target: string, when: string) {
  const name = `${HANDOFF_TOOL}${target}`;
  const shown: JsonSchema = { type: "object", properties: {}, additionalProperties: false };
  const description = `Hand the conversation over to ${target}: ${when}`;
  const tool = langchainTool(async () => `handed over to ${target}`, { name, description, schema: shownAs(shown), returnDirect: true });
  return { name, tool, shown };
}

/** The node that the last answer's calls hand over to; the first of several. A call that failed does not count. */
export function handedOverTo(said: readonly BaseMessage[]): string | undefined {
  const results = said.slice(said.findLastIndex(isAIMessage) + 1).filter((message) => ToolMessage.isInstance(message));
  return results.flatMap(({ name, status }) => (status === "error" ? [] : (targetOf(name) ?? [])))[0];
}

/** The node that a handoff tool leads to. */
const targetOf = (toolName: string | undefined): string | undefined =>
  toolName?.startsWith(HANDOFF_TOOL) ? toolName.slice(HANDOFF_TOOL.length) : undefined;

/** Regardless of what else was called in the same answer: createAgent by itself checks only the last call. */
export const endAtHandoff: AgentMiddleware = {
  name: "endAtHandoff",
  beforeModel: {
    canJumpTo: ["end"],
    hook: ({ messages }) => (handedOverTo(messages) === undefined ? undefined : { jumpTo: "end" }),
  },
};

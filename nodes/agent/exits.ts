/** The calls that end an agent: of a label, or of a handoff. The first one of an answer counts; tools that are called beside it still run. */
import { type BaseMessage, isAIMessage, ToolMessage } from "@langchain/core/messages";
import type { AgentMiddleware } from "langchain";

export interface Exits {
  /** Names of the tools that end the agent. */
  readonly names: ReadonlySet<string>;
  /** How many messages the agent received. What was said in an earlier visit ends nothing. */
  readonly given: number;
}

/** The tool by which the last answer ends the agent. */
export function exitIn(said: readonly BaseMessage[], { names }: Pick<Exits, "names">): string | undefined {
  const results = said.slice(said.findLastIndex(isAIMessage) + 1).filter((message) => ToolMessage.isInstance(message));
  return results.flatMap(({ name = "", status }) => (status !== "error" && names.has(name) ? [name] : []))[0];
}

/** Regardless of what else was called in the same answer: createAgent by itself checks only the last call. */
export const endAtExit = (exits: Exits): AgentMiddleware => ({
  name: "endAtExit",
  beforeModel: {
    canJumpTo: ["end"],
    hook: ({ messages }) => (exitIn(messages.slice(exits.given), exits) === undefined ? undefined : { jumpTo: "end" }),
  },
  wrapToolCall: async (request, handler) => {
    const { toolCall, state } = request;
    const calls = state.messages.findLast((message) => isAIMessage(message))?.tool_calls ?? [];
    const first = calls.find(({ name }) => exits.names.has(name));
    if (!first || first.id === toolCall.id || !exits.names.has(toolCall.name)) return handler(request);
    const { id = "", name } = toolCall;
    return new ToolMessage({ content: `not taken: ${first.name} was called before`, tool_call_id: id, name, status: "error" });
  },
});

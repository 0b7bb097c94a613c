/** What ends an agent: a call of a label or of a handoff, or a person's decision about a call. The first of an answer counts; tools that are called beside it still run. */
import { type BaseMessage, isAIMessage, ToolMessage } from "@langchain/core/messages";
import type { AgentMiddleware } from "langchain";
import { marksOf } from "./model-meter.ts";

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

/** The decision about a call of the last answer by which the agent is left. */
export function leftByIn(said: readonly BaseMessage[]): string | undefined {
  const last = said.findLast(isAIMessage);
  return last && marksOf(last).leftBy;
}

/** Regardless of what else was called in the same answer: createAgent by itself checks only the last call. */
export const endAtExit = (exits: Exits): AgentMiddleware => ({
  name: "endAtExit",
  beforeModel: {
    canJumpTo: ["end"],
    hook: ({ messages }) => {
      const said = messages.slice(exits.given);
      return exitIn(said, exits) === undefined && leftByIn(said) === undefined ? undefined : { jumpTo: "end" };
    },
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

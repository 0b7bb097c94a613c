/** Ends an agent that has handed over, whatever else it called in the same answer: createAgent alone looks only at the last call. */
import { type BaseMessage, isAIMessage, ToolMessage } from "@langchain/core/messages";
import { type AgentMiddleware, createMiddleware } from "langchain";
import { handoffTarget } from "./agent-tools.ts";

/** The node that the last answer's calls hand over to; the first of several. A call of a node that is not declared was an error. */
export function handedOverTo(said: readonly BaseMessage[]): string | undefined {
  const results = said.slice(said.findLastIndex(isAIMessage) + 1).filter((message) => ToolMessage.isInstance(message));
  return results.flatMap(({ name, status }) => (status === "error" ? [] : (handoffTarget(name) ?? [])))[0];
}

export const endAtHandoff = createMiddleware({
  name: "endAtHandoff",
  beforeModel: {
    canJumpTo: ["end"],
    hook: ({ messages }) => (handedOverTo(messages) === undefined ? undefined : { jumpTo: "end" as const }),
  },
}) as AgentMiddleware;

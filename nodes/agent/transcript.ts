/** All that is said in a visit of an agent, for the conversation that keeps it: words, calls of tools and their results, however the visit ends. */
import { AIMessage, type BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";
import { isGraphBubbleUp } from "@langchain/langgraph";
import type { AgentMiddleware } from "langchain";
import { messageOf } from "../../language/issues/thrown.ts";
import type { NormalAgent } from "../../language/kinds/agent/agent-node.ts";
import { rootOf } from "../attempts/classify-error.ts";
import type { Outcome } from "../call/kind.ts";
import { answerIn } from "./answers/model-call.ts";
import { transcribedMessage } from "./said-message.ts";

export class Transcript {
  #said: readonly BaseMessage[] = [];
  /** What came of the calls of the last answer, while the agent runs: LangGraph drops it when one of them fails. */
  readonly #results = new Map<string, ToolMessage>();

  heard(said: readonly BaseMessage[]): void {
    this.#said = said;
  }

  /** `given`: how many messages the agent received. */
  listening(given: number): AgentMiddleware {
    return {
      name: "transcript",
      wrapModelCall: async (request, handler) => {
        const said = request.messages.slice(given);
        this.heard(said);
        const response = await handler(request);
        this.heard([...said, answerIn(response)]);
        return response;
      },
      wrapToolCall: async (request, handler) => {
        const { toolCall, state } = request;
        this.heard(state.messages.slice(given));
        try {
          const result = await handler(request);
          if (ToolMessage.isInstance(result)) this.#results.set(idOf(toolCall), result);
          return result;
        } catch (error) {
          if (!isGraphBubbleUp(error)) this.#results.set(idOf(toolCall), resultOf(toolCall, `failed: ${messageOf(rootOf(error))}`));
          throw error;
        }
      },
    };
  }

  /** A provider takes no conversation with a call that has no result. */
  get messages(): BaseMessage[] {
    const answered = new Set(this.#said.flatMap((message) => (ToolMessage.isInstance(message) ? [message.tool_call_id] : [])));
    return this.#said.flatMap((message) => {
      if (!AIMessage.isInstance(message)) return [message];
      const calls = message.tool_calls ?? [];
      // the call of a structured output is no one's words
      if (calls.length === 0 && message.text === "") return [];
      const open = calls.filter((call) => !answered.has(idOf(call)));
      const results = open.map((call) => this.#results.get(idOf(call)) ?? resultOf(call, "not run: the agent broke off"));
      return [transcribedMessage(message), ...results];
    });
  }
}

const idOf = ({ id = "" }: ToolCall): string => id;

const resultOf = ({ id = "", name }: ToolCall, content: string): ToolMessage =>
  new ToolMessage({ content, tool_call_id: id, name, status: "error" });

/** What the answer itself writes into the same conversation comes after it; the message that it was said in is there already. */
export function transcribed({ transcript: channel }: NormalAgent, outcome: Outcome, { messages }: Transcript): Outcome {
  if (channel === undefined || messages.length === 0) return outcome;
  const known = new Set(messages.map(({ id }) => id));
  const own = [outcome.writes?.[channel] ?? []].flat();
  const others = own.filter(
    (message) => typeof message !== "object" || message === null || !("id" in message) || !known.has(String(message.id)),
  );
  return { ...outcome, writes: { ...outcome.writes, [channel]: [...messages, ...others] } };
}

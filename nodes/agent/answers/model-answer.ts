/** Checks what a model answered: an unusable answer is a named failure, never a silent empty text. */
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { AgentFailure } from "../../attempts/failures.ts";

/** @throws AgentFailure when the answer was refused, cut off, empty, or calls tools with arguments that are not JSON. */
export function checkModelAnswer(answer: AIMessage): void {
  const { finish_reason: finish, model_provider: provider } = answer.response_metadata;
  const { refusal } = answer.additional_kwargs;
  if (refusal) throw new AgentFailure("content_filter", `the model refused: ${refusal}`);
  if (finish === "content_filter") throw new AgentFailure("content_filter", "the provider's content filter stopped the answer");
  if (finish === "length") throw new AgentFailure("context_length", "the answer was cut off at the model's length limit");
  const [invalid] = answer.invalid_tool_calls ?? [];
  if (invalid) throw new AgentFailure("malformed", `${invalid.error}${invalid.args ? `: ${invalid.args}` : ""}`, { answer: plain(answer) });
  // a broken stream just ends: only the missing finish reason shows it
  if (provider === "openai" && finish === undefined) throw new AgentFailure("connection", "the answer's stream broke off");
  if (answer.text === "" && !answer.tool_calls?.length) throw new AgentFailure("malformed", "the answer is empty");
}

/** The conversation with an unusable answer and what is wrong with it, for the model to correct. */
export function repairMessages(messages: readonly BaseMessage[], answer: AIMessage, problem: string): BaseMessage[] {
  const correction = `That answer cannot be used: ${problem}\nAnswer again without that mistake.`;
  const calls = answer.tool_calls ?? [];
  const replies =
    calls.length === 0
      ? [new HumanMessage(correction)]
      : calls.map(({ id = "", name }) => new ToolMessage({ content: correction, tool_call_id: id, name, status: "error" }));
  return [...messages, answer, ...replies];
}

/** Without the calls that cannot be parsed: a provider refuses a conversation with an unanswered call. */
function plain(answer: AIMessage): AIMessage {
  const calls = (answer.invalid_tool_calls ?? []).map(({ name, args }) => `${name}(${args})`).join("\n");
  return new AIMessage({ content: answer.text || calls, ...(answer.id !== undefined && { id: answer.id }) });
}

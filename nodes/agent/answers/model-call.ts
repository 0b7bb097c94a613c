/** One call of an agent's model, as LangChain's middlewares wrap it. */
import { AIMessage } from "@langchain/core/messages";
import type { AgentMiddleware } from "langchain";
import { isRecord } from "../../../language/schema/is-record.ts";

export type AskModel = Parameters<NonNullable<AgentMiddleware["wrapModelCall"]>>[1];
export type ModelRequest = Parameters<AskModel>[0];
export type Response = Awaited<ReturnType<AskModel>>;

/** The model's own message in what the handler gives: bare, or (unlike its type) with the structured output that was read from it. */
export function answerIn(response: unknown): AIMessage {
  const [answer]: unknown[] = isRecord(response) && Array.isArray(response.messages) ? response.messages : [response];
  if (!AIMessage.isInstance(answer)) throw new TypeError("LangChain returned no message of the model");
  return answer;
}

/** One call of an agent's model, as LangChain's middlewares wrap it. */
import type { AgentMiddleware } from "langchain";

export type AskModel = Parameters<NonNullable<AgentMiddleware["wrapModelCall"]>>[1];
export type ModelRequest = Parameters<AskModel>[0];
export type Response = Awaited<ReturnType<AskModel>>;

/** Failures of agents that can have an edge of their own, and whether trying again can help. The one list: the language and the nodes read it. */
import type { ErrorClass } from "../../issues/error-class.ts";

export const agentErrors = {
  /** A model or tool call took longer than the node's timeout. */
  timeout: "retryable",
  /** Too many requests; the provider's Retry-After is waited for. */
  rate_limit: "retryable",
  /** The network, or the provider's own failure. */
  connection: "retryable",
  /** An answer that cannot be read, or does not fit the declared output after all repairs. */
  malformed: "retryable",
  /** The provider or the model refuses the content. */
  content_filter: "final",
  /** The conversation or the answer is longer than the model allows. */
  context_length: "final",
  /** The agent has used all its turns. */
  budget: "final",
  /** The provider refuses the key, or the account. */
  denied: "final",
  /** The call was aborted by code of the application. */
  cancelled: "final",
  /** Everything else. */
  unexpected: "final",
} as const satisfies Record<string, ErrorClass>;

export type AgentErrorCode = keyof typeof agentErrors;
export const isAgentError = (code: string): code is AgentErrorCode => Object.hasOwn(agentErrors, code);
/** `tool:<name>` is a failure of one of the agent's tools. */
export type AgentError<ToolName extends string> = AgentErrorCode | `tool:${ToolName}`;

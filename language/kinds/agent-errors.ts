/** Failures of agents that can have an edge of their own. */

export const agentErrors = ["timeout", "malformed", "rate_limit", "budget"] as const;
/** `tool:<name>` is a failure of one of the agent's tools. */
export type AgentError<ToolName extends string> = (typeof agentErrors)[number] | `tool:${ToolName}`;

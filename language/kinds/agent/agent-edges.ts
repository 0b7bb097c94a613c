/** Where an agent may go besides `next`: its errors, and the nodes that it may hand over to. */
import type { Issue } from "../../issues/issue.ts";
import type { Agent } from "../../registry/entries.ts";
import { type RuleContext, renameAdvice } from "../../rules/rule-context.ts";
import { reservedCode } from "../../terms/reserved.ts";
import type { AgentData } from "./agent.ts";
import { agentErrors } from "./agent-errors.ts";

export function checkAgentErrors(context: RuleContext, agent: Agent, { agent: name, onError }: AgentData): Issue[] {
  if (onError === undefined || typeof onError === "string") return [];
  const tools = ("tools" in agent && agent.tools) || [];
  const known: string[] = [...Object.keys(agentErrors), ...tools.map((tool) => `tool:${tool}`), reservedCode];
  return Object.keys(onError)
    .filter((code) => !known.includes(code))
    .map((code) =>
      context.issue(
        "UNKNOWN_LABEL",
        ["onError", code],
        `agent "${name}" never fails with "${code}".`,
        renameAdvice(code, known, [...context.path, "onError", code]),
      ),
    );
}

export function checkHandoff(context: RuleContext, handoff: AgentData["handoff"] = {}): Issue[] {
  return Object.keys(handoff)
    .filter((to) => !context.nodeNames.includes(to))
    .map((to) =>
      context.issue(
        "UNKNOWN_TARGET",
        ["handoff", to],
        `there is no node "${to}" to hand over to.`,
        renameAdvice(to, context.nodeNames, [...context.path, "handoff", to]),
      ),
    );
}

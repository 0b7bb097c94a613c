/** Rules of agents: models and approved tools exist, approvers are roles, and every edge leads somewhere. */
import type { Issue } from "../../issues/issue.ts";
import type { Agent } from "../../registry/entries.ts";
import { inboxVerbs } from "../../registry/inbox.ts";
import { checkRole } from "../../rules/references.ts";
import { nearestAdvice, type RuleContext, renameAdvice } from "../../rules/rule-context.ts";
import { DEFAULT_CODE } from "../../terms/labels.ts";
import { agentErrors } from "./agent-errors.ts";
import type { AgentData } from "./agent-node.ts";
import { checkAnswers, checkTranscript } from "./answer-rules.ts";

export function checkAgent(context: RuleContext, agent: Agent, node: AgentData): Issue[] {
  return [
    ...checkAnswers(context, agent, node),
    ...checkAgentErrors(context, agent, node),
    ...checkApproval(context, agent, node),
    ...checkTranscript(context, agent, node),
  ];
}

function checkAgentErrors(context: RuleContext, agent: Agent, { agent: name, onError }: AgentData): Issue[] {
  if (onError === undefined || typeof onError === "string") return [];
  const tools = ("tools" in agent && agent.tools) || [];
  const known: string[] = [...Object.keys(agentErrors), ...tools.map((tool) => `tool:${tool}`), DEFAULT_CODE];
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

/** Calls that a person must approve: tools that the agent has, decided by roles that exist. */
function checkApproval(context: RuleContext, agent: Agent, { agent: name, approval }: AgentData): Issue[] {
  if (!approval) return [];
  const tools = ("tools" in agent && agent.tools) || [];
  const unknownTools = approval.tools.flatMap((tool, index) => {
    const path = ["approval", "tools", index];
    const message = `agent "${name}" has no tool "${tool}", so no call of it can be approved.`;
    return tools.includes(tool)
      ? []
      : [context.issue("UNKNOWN_TOOL", path, message, nearestAdvice(tool, tools, [...context.path, ...path]))];
  });
  const by = Array.isArray(approval.by) ? approval.by : [];
  const verbs: readonly string[] = inboxVerbs;
  const unknownDecisions = Object.keys(approval.decisions ?? {}).flatMap((decision) => {
    const path = ["approval", "decisions", decision];
    const message = `nobody decides "${decision}" about a call of a tool.`;
    return verbs.includes(decision)
      ? []
      : [context.issue("UNKNOWN_LABEL", path, message, renameAdvice(decision, verbs, [...context.path, ...path]))];
  });
  return [...unknownTools, ...unknownDecisions, ...by.flatMap((role, index) => checkRole(context, role, ["approval", "by", index]))];
}

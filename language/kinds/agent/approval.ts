/** Whose calls a person must approve: tools that the agent has, decided by roles that there are. */
import type { Issue } from "../../issues/issue.ts";
import type { Agent } from "../../registry/entries.ts";
import { checkRole } from "../../rules/references.ts";
import { nearestAdvice, type RuleContext } from "../../rules/rule-context.ts";
import type { AgentData } from "./agent.ts";

export function checkApproval(context: RuleContext, agent: Agent, { agent: name, approval }: AgentData): Issue[] {
  if (!approval) return [];
  const tools = ("tools" in agent && agent.tools) || [];
  const unknownTools = approval.tools.flatMap((tool, index) => {
    const path = ["approval", "tools", index];
    const message = `agent "${name}" has no tool "${tool}", so nobody can be asked about it.`;
    return tools.includes(tool)
      ? []
      : [context.issue("UNKNOWN_TOOL", path, message, nearestAdvice(tool, tools, [...context.path, ...path]))];
  });
  const by = Array.isArray(approval.by) ? approval.by : [];
  return [...unknownTools, ...by.flatMap((role, index) => checkRole(context, role, ["approval", "by", index]))];
}

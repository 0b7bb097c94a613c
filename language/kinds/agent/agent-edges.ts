/** Where an agent may go besides `next`: its errors, and the nodes that it may hand over to. */
import type { Issue } from "../../issues/issue.ts";
import type { Agent } from "../../registry/registry.ts";
import { type Place, renameAdvice } from "../../rules/place.ts";
import { reservedCode } from "../../terms/reserved.ts";
import type { AgentData } from "./agent.ts";
import { agentErrors } from "./agent-errors.ts";

export function checkAgentErrors(place: Place, agent: Agent, { agent: name, onError }: AgentData): Issue[] {
  if (onError === undefined || typeof onError === "string") return [];
  const tools = ("tools" in agent && agent.tools) || [];
  const known: string[] = [...Object.keys(agentErrors), ...tools.map((tool) => `tool:${tool}`), reservedCode];
  return Object.keys(onError)
    .filter((code) => !known.includes(code))
    .map((code) =>
      place.issue(
        "UNKNOWN_LABEL",
        ["onError", code],
        `agent "${name}" never fails with "${code}".`,
        renameAdvice(code, known, [...place.path, "onError", code]),
      ),
    );
}

export function checkHandoff(place: Place, handoff: AgentData["handoff"] = {}): Issue[] {
  return Object.keys(handoff)
    .filter((to) => !place.nodeNames.includes(to))
    .map((to) =>
      place.issue(
        "UNKNOWN_TARGET",
        ["handoff", to],
        `there is no node "${to}" to hand over to.`,
        renameAdvice(to, place.nodeNames, [...place.path, "handoff", to]),
      ),
    );
}

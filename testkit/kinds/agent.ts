/** Agents for the test kit: its labels and handoffs are scripted; a model is tried again, sent back for repair and replaced by the next one. */
import type { NormalAgent } from "../../language/graph/normal-graph.ts";
import type { AgentData } from "../../language/kinds/agent/agent-node.ts";
import { type InboxVerb, inboxVerbs } from "../../language/registry/inbox.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { namedIn } from "../../language/rules/references.ts";
import { approvalOf } from "../../language/terms/labels.ts";
import { decisionAbout } from "../forcing/decision-about.ts";
import { type Forced, outputWith, type Site, sampled, sampledFields, scripted } from "../forcing/forced.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import type { KindKit, Tries } from "./kind-kit.ts";
import { codeKit, timeouts } from "./recovery.ts";

export const agentKit: KindKit<AgentData, NormalAgent> = {
  ...codeKit,
  spendsTokens: true,
  answer: ({ site, node, label, wants }) => {
    const agents = [`${site.within}${site.name}`];
    const decision = inboxVerbs.find((verb) => verb === approvalOf(label));
    if (decision) return { ...decided(site, node, decision), agents };
    const agent = site.registry.agents?.[node.agent];
    const form = label === "next" ? agent?.output : namedIn(agent?.labels, label);
    if (!form) return { ...scripted(site, { label }), agents };
    return { ...scripted(site, { label, output: outputWith(form, namedIn(node.writes, label), wants) }), agents };
  },
  tries: (node, registry) => ("prompt" in (registry.agents?.[node.agent] ?? {}) ? modelTries(node) : timeouts(node)),
  codes: (node, registry) => toolsOf(node, registry).map((tool) => `tool:${tool}`),
  freeTools: (node, registry) => toolsOf(node, registry).filter((tool) => !node.approval?.tools.includes(tool)),
  approvedTools: ({ approval }) => approval?.tools ?? [],
  agent: (node) => ({
    name: node.agent,
    model: node.model,
    fallback: node.fallback ?? [],
    constants: Object.keys(node.with ?? {}),
    renamed: (agent, fallback) => {
      const { model: _model, fallback: _fallback, ...rest } = node;
      return { ...rest, ...(fallback.length > 0 && { fallback: [...fallback] }), agent };
    },
  }),
};

/** It calls the first tool that it must ask about, and a person decides so. */
function decided(site: Site, node: NormalAgent, decision: InboxVerb): Forced {
  const [name = ""] = node.approval?.tools ?? [];
  const tool = site.registry.tools?.[name];
  const [label = "next"] = Object.keys(node.routes);
  if (!tool) throw new CannotForce("no-way");
  const call = { name, args: sampledFields(tool.args) };
  return {
    ...scripted(site, { label, calls: [call] }),
    approvals: [[site.name, { decisions: [decisionAbout(call, decision)] }]],
    tools: [[name, sampled(tool.output)]],
  };
}

function toolsOf({ agent }: NormalAgent, { agents }: Registry): readonly string[] {
  const found = agents?.[agent];
  return (found && "tools" in found && found.tools) || [];
}

/** Retry, then repair, then the next model. */
function modelTries(node: NormalAgent): Tries[] {
  const models = 1 + node.fallback.length;
  const answers = (node.repair ?? 0) + 1;
  const late = models > 1 || timeouts(node).length > 0 ? [{ code: "timeout", calls: models * (node.retry?.maxAttempts ?? 1) }] : [];
  return [...late, ...(models * answers > 1 ? [{ code: "malformed", calls: models * answers }] : [])];
}

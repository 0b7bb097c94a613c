/** What makes a node answer one of its labels: scripts for code, answers for people. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalGraph, NormalNode, NormalPlain, NormalSubgraph } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { bodyEdges } from "../../language/kinds/body/body.ts";
import type { Registry } from "../../language/registry/registry.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { DEFAULT_CODE, errorCodeOf, JOIN, labelInBranch, targetForCaller } from "../../language/terms/labels.ts";
import { bodyName } from "../../language/terms/visit-name.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import { expire, type ScriptedAnswer } from "../scenario/scenario.ts";
import { innerLabels } from "./inner-labels.ts";
import { CannotForce } from "./not-forced.ts";
import { sampleOf } from "./sample.ts";

export interface Forced {
  /** Node → an answer of its code. */
  readonly scripts: readonly (readonly [string, NodeAnswer])[];
  readonly answers: readonly (readonly [string, ScriptedAnswer])[];
}

/** Where the node stands. */
export interface Site {
  readonly registry: Registry;
  /** Put before the names of nodes in scripts. */
  readonly within: string;
  readonly name: string;
}

const nothing: Forced = { scripts: [], answers: [] };
const both = (parts: readonly Forced[]): Forced => ({
  scripts: parts.flatMap(({ scripts }) => scripts),
  answers: parts.flatMap(({ answers }) => answers),
});

/** `bodyLabel` picks the way of one branch or item that leads to the join. */
export function force(site: Site, node: NormalNode, label: string, bodyLabel?: readonly [branch: string, label: string]): Forced {
  if (label === "exhausted" || label === "budget") return nothing;
  if (node.kind === "parallel") {
    const leaving = Object.keys(node.branches).find((branch) => labelInBranch(branch, label) !== undefined);
    const parts = Object.entries(node.branches).map(([branch, body], index) => {
      const inside = { ...site, name: bodyName(site.name, branch) };
      if (leaving === branch) return forcePlain(inside, body, labelInBranch(branch, label) ?? label);
      if (leaving !== undefined) return heldBack(inside, body);
      if (label !== "next" && index === failingBranch(node.branches)) return forceFailure(inside, body, codeOf(label));
      return forcePlain(inside, body, bodyLabel?.[0] === branch ? bodyLabel[1] : joining(body));
    });
    if (label !== "next" && leaving === undefined && failingBranch(node.branches) < 0) throw new CannotForce("cannot-fail");
    return both(parts);
  }
  if (node.kind === "each") {
    if (label === "next") return forcePlain(site, node.do, bodyLabel?.[1] ?? joining(node.do));
    return forceFailure(site, node.do, codeOf(label));
  }
  return forcePlain(site, node, label);
}

const joining = (body: NormalPlain): string => {
  const edge = bodyEdges(body).find(({ target }) => target === JOIN);
  if (!edge) throw new CannotForce("no-way");
  return edge.label;
};

/** Siblings of a branch that leaves go on until it ends them. A person among them is asked and then no longer. */
function heldBack(site: Site, body: NormalPlain): Forced {
  if (body.kind === "interrupt" || body.kind === "subgraph" || (body.kind === "router" && body.on !== undefined))
    return forcePlain(site, body, joining(body));
  return { scripts: [[`${site.within}${site.name}`, { holds: true }]], answers: [] };
}

const canFail = (body: NormalPlain): boolean => body.kind !== "interrupt" && body.onError?.default === undefined;
const failingBranch = (branches: Readonly<Record<string, NormalPlain>>): number => Object.values(branches).findIndex(canFail);

function codeOf(label: string): string {
  const code = errorCodeOf(label) ?? DEFAULT_CODE;
  return code === DEFAULT_CODE ? "timeout" : code;
}

function forcePlain(site: Site, node: NormalPlain | NormalNode, label: string): Forced {
  const script = (answer: NodeAnswer): Forced => ({ scripts: [[`${site.within}${site.name}`, answer]], answers: [] });
  if (node.kind === "interrupt") return { scripts: [], answers: [[site.name, answerFor(site, node.question, label)]] };
  if (label === "effectUnknown") return script({ error: label });
  const code = errorCodeOf(label);
  if (code !== undefined) return forceFailure(site, node as NormalPlain, code === DEFAULT_CODE ? failureOf(node) : code);
  switch (node.kind) {
    case "tool":
      return script({ label, output: sampled(site.registry.tools?.[node.tool]?.output) });
    case "agent":
      return script(label === "next" ? { label, output: sampled(site.registry.agents?.[node.agent]?.output) } : { label });
    case "task": {
      const output = site.registry.tasks?.[node.task]?.output;
      return script({ label, ...(output && { output: sampled(output) }) });
    }
    case "router":
      if (node.on !== undefined) return nothing;
      return script(choiceFor(node, label));
    case "subgraph":
      return forceEnding(site, node, label);
    case "each":
    case "parallel":
      return force(site, node, label);
  }
}

/** A failure that no own edge takes, so that the default does. */
function failureOf(node: NormalPlain | NormalNode): string {
  // after a timeout nobody would know whether it has acted
  if (node.kind === "tool" && node.onUnknown !== undefined) return "unexpected";
  return node.onError?.timeout === undefined ? "timeout" : "unexpected";
}

const HAIR = 1e-6;

/** As close to the threshold as can be, so that a path notices when it moves. */
function choiceFor({ routes, lowConfidence }: Extract<NormalNode, { kind: "router" }>, label: string): NodeAnswer {
  const [first = ""] = Object.keys(routes);
  if (!lowConfidence) return { label };
  if (label === "lowConfidence") return { label: first, confidence: lowConfidence.below - HAIR };
  const second = lowConfidence.margin === undefined ? undefined : Math.max(0, lowConfidence.below - lowConfidence.margin - HAIR);
  return { label, confidence: lowConfidence.below, ...(second !== undefined && { second }) };
}

function answerFor({ registry }: Site, question: string, label: string): ScriptedAnswer {
  if (label === "expired") return expire();
  const form = registry.questions?.[question]?.decisions[label];
  return form ? { decision: label, form: sampled(form) as Record<string, unknown> } : label;
}

function sampled(schema: Parameters<typeof sampleOf>[0] | undefined): unknown {
  const value = schema && sampleOf(schema);
  if (value === undefined) throw new CannotForce("no-sample");
  return value;
}

function childOf({ registry, within }: Site, { graph }: NormalSubgraph): { graph: NormalGraph; registry: Registry; within: string } {
  const child = registry.graphs?.[graph];
  if (!child || "graph" in child) throw new CannotForce("raw-graph");
  const inner = registryOf(child);
  return { graph: normalise(child, inner), registry: inner, within: `${within}${graph}/` };
}

function forceEnding(site: Site, node: NormalSubgraph, label: string): Forced {
  const child = childOf(site, node);
  const labels = innerLabels(child.graph, targetForCaller(label));
  const parts = Object.entries(labels).map(([name, own]) => force({ ...child, name }, child.graph.nodes[name] as NormalNode, own));
  return both(parts);
}

/** A failure that the node does not route itself. */
function forceFailure(site: Site, node: NormalPlain, code: string): Forced {
  if (node.kind === "interrupt" || (node.kind === "router" && node.on !== undefined)) throw new CannotForce("cannot-fail");
  if (node.kind !== "subgraph") return { scripts: [[`${site.within}${site.name}`, { error: code }]], answers: [] };
  const child = childOf(site, node);
  const start = child.graph.nodes[child.graph.start] as NormalNode;
  const next = start.kind === "router" && start.on !== undefined ? edgesOf(start).map(({ target }) => target) : [child.graph.start];
  return both(
    next.map((name) => {
      const inner = child.graph.nodes[name];
      if (!inner || inner.kind === "each" || inner.kind === "parallel" || inner.onError?.default !== undefined)
        throw new CannotForce("cannot-fail");
      return forceFailure({ ...child, name }, inner, code);
    }),
  );
}

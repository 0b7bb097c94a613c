/** What counts as a difference between two declarations, and what is only formatting. */
import { describe, expect, it } from "vitest";
import { codeChange } from "../../../graphs/code-change/graph.ts";
import { peers } from "../../../graphs/peers/graph.ts";
import type { GraphData } from "../../../language/graph/graph-data.ts";
import { registryOf } from "../../../language/registry/registry-of.ts";
import type { Change } from "../../../language/versions/change.ts";
import { compareGraphs } from "../../../language/versions/compare-graphs.ts";
import { orderDesk } from "../../fixtures/order-desk.ts";

// biome-ignore lint/suspicious/noExplicitAny: a test edits one place of a declaration
type Edit = (graph: any) => void;

function changesBy(graph: GraphData, edit: Edit): Change[] {
  const edited = structuredClone(graph);
  edit(edited);
  const registry = registryOf(graph);
  return compareGraphs({ graph, registry }, { graph: edited, registry });
}

describe("compareGraphs", () => {
  it.each<[string, Edit]>([
    ["an argument that the channel of its name gives anyway", ({ nodes }) => (nodes.findOrder.args = { orderId: "orderId" })],
    ["another unit of time", ({ nodes }) => (nodes.clarify.deadlines[0].after = "1800s")],
    ["roles as a map", ({ nodes }) => (nodes.approval.by = { roles: ["support-lead"] })],
    ["an empty map", ({ nodes }) => (nodes.technicalAgent.handoff = {})],
  ])("does not see %s", (_what, edit) => {
    expect(changesBy(orderDesk, edit)).toEqual([]);
  });

  it("reports a changed param once, not in each node that uses it", () => {
    expect(changesBy(orderDesk, ({ params }) => (params.refundLimit = 9_000))).toEqual([
      { part: "param", name: "refundLimit", change: "retuned", before: 5_000, after: 9_000 },
    ]);
  });

  it("reports a changed default once, not for each node that inherits it", () => {
    expect(changesBy(orderDesk, ({ defaults }) => (defaults.onError = "clarify"))).toContainEqual({
      part: "edge",
      name: "every node -error->",
      change: "changed",
      before: "specialist",
      after: "clarify",
    });
    expect(changesBy(orderDesk, ({ defaults }) => (defaults.timeout = "1m"))).toEqual([
      { part: "graph", name: "head", change: "changed", at: "defaults.timeout", before: "30s", after: "1m" },
    ]);
  });

  it("sees a target as an edge and all else as the node's setting", () => {
    expect(changesBy(orderDesk, ({ nodes }) => (nodes.triage.lowConfidence = { below: 0.5, next: "specialist" }))).toEqual([
      { part: "node", name: "triage", change: "changed", at: "lowConfidence.below", before: 0.75, after: 0.5 },
      { part: "edge", name: "triage -lowConfidence->", change: "changed", before: "clarify", after: "specialist" },
    ]);
  });

  it("sees into bodies, signals and what a question asks", () => {
    expect(changesBy(codeChange, ({ nodes }) => (nodes.edit.maxConcurrency = 2))).toMatchObject([
      { name: "edit", at: "maxConcurrency", after: 2 },
    ]);
    expect(changesBy(peers, ({ signals }) => (signals.takeOver.next = "end"))).toEqual([
      { part: "edge", name: "from outside -signal:takeOver->", change: "changed", before: "human", after: "end" },
    ]);
  });

  it("reports which code a graph needs that it did not need before", () => {
    const changes = changesBy(orderDesk, ({ nodes }) => (nodes.technicalAgent.agent = "account"));
    expect(changes).toContainEqual({
      part: "node",
      name: "technicalAgent",
      change: "changed",
      at: "agent",
      before: "technical",
      after: "account",
    });
    expect(changes).toContainEqual(expect.objectContaining({ part: "agent", name: "technical", change: "removed" }));
  });
});

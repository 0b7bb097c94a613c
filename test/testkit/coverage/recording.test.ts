/** What paths write down of the graphs that they ran: inside subgraphs, items, child threads and branches, too. */
import { afterAll, describe, expect, it } from "vitest";
import { insuranceClaim } from "../../../graphs/insurance-claim/graph.ts";
import { nightlyBatch } from "../../../graphs/nightly-batch/graph.ts";
import { peers } from "../../../graphs/peers/graph.ts";
import { researchDesk } from "../../../graphs/research-desk/graph.ts";
import type { GraphData } from "../../../language/index.ts";
import type { CoveredGraph } from "../../../testkit/coverage/covered-graph.ts";
import { advance, enumeratePaths, runNode, runPath, type Scenario, signal } from "../../../testkit/index.ts";
import { provideCoverageRequest } from "../../../testkit/recording/coverage-request.ts";
import { Session } from "../../../testkit/recording/session.ts";
import { refunds } from "./project/refunds.ts";

const session = new Session();
let graphs: readonly string[] = ["*"];
const before = provideCoverageRequest(() => ({ folder: session.folder, project: "", file: "here", graphs }));
afterAll(() => {
  provideCoverageRequest(before);
  session.close();
});

/** What the work took, by graph. */
async function tookBy(work: () => Promise<unknown>): Promise<Record<string, CoveredGraph>> {
  session.forget({ project: "", file: "here" });
  await work();
  session.end([]);
  return Object.fromEntries(session.graphs().map((graph) => [graph.graph, graph]));
}
const edgesOf = (graph: CoveredGraph | undefined) =>
  graph?.edges.filter(({ paths }) => paths > 0).map(({ node, label, target }) => `${node} -${label}-> ${target}`);
const nodesOf = (graph: CoveredGraph | undefined) => graph?.nodes.filter(({ paths }) => paths > 0).map(({ node }) => node);

function scenarioOf(graph: GraphData, name: string): Scenario {
  const found = enumeratePaths(graph).paths.find((path) => path.name === name);
  if (!found) throw new Error(`no path of ${graph.id} is named ${name}`);
  return found.scenario;
}

const large = { input: { message: "hi" }, routers: { size: "large" } };

describe("a path", () => {
  it("takes edges, and enters the node where it stops", async () => {
    const took = await tookBy(() => runPath(refunds, large));
    expect(edgesOf(took.refunds)).toEqual(["triage -large-> approval"]);
    expect(nodesOf(took.refunds)).toEqual(["triage", "approval"]);
  });

  it("takes the deadlines that fell due on the way", async () => {
    const took = await tookBy(() => runPath(refunds, { ...large, clock: advance("2h") }));
    expect(took.refunds?.deadlines.map(({ paths }) => paths)).toEqual([1, 0]);
  });

  it("enters a node whose failure no edge takes", async () => {
    const took = await tookBy(() => runPath(refunds, { input: { message: "hi" }, nodes: { pay: [{ error: "unexpected" }] } }));
    expect(nodesOf(took.refunds)).toEqual(["triage", "pay"]);
    expect(edgesOf(took.refunds)).toEqual(["triage -small-> pay"]);
  });

  it("takes the ways of branches, and the edge by which one leaves early", async () => {
    const took = await tookBy(() => runPath(insuranceClaim, scenarioOf(insuranceClaim, "checks -fraud.suspect-> investigation")));
    expect(edgesOf(took["insurance-claim"])).toContain("checks -fraud.suspect-> investigation");
    expect(edgesOf(took["insurance-claim"])).not.toContain("checks -next-> limit");
    const joining = await tookBy(() => runPath(insuranceClaim, scenarioOf(insuranceClaim, "checks -next-> limit")));
    expect(edgesOf(joining["insurance-claim"])).toEqual(
      expect.arrayContaining(["checks.fraud -clear-> join", "checks.cover -covered-> join", "checks.damage -enough-> join"]),
    );
  });

  it("takes an inherited edge and a signal", async () => {
    const failing = { input: { customerId: "C-1", messages: [{ role: "user", content: "hi" }] }, nodes: { sales: [{ error: "denied" }] } };
    const took = await tookBy(() => runPath(peers, { ...failing, turns: [signal("takeOver")] }));
    expect(edgesOf(took.peers)).toEqual(["* -error-> human", "(outside) -signal:takeOver-> human"]);
  });

  it("takes what graphs inside it take, also when they fail", async () => {
    const through = await tookBy(() => runPath(researchDesk, scenarioOf(researchDesk, "delegate -next-> write")));
    expect(edgesOf(through["research-desk"])).toContain("delegate.do -found-> join");
    expect(nodesOf(through["research-desk"])).toContain("delegate.do");
    expect(edgesOf(through["research-worker"])?.length).toBeGreaterThan(1);
    const failing = await tookBy(() => runPath(researchDesk, scenarioOf(researchDesk, "delegate -failures-> write")));
    expect(nodesOf(failing["research-worker"])?.length).toBeGreaterThan(0);
  });

  it("takes what child threads take, and their ways to the join", async () => {
    const took = await tookBy(() => runPath(nightlyBatch, scenarioOf(nightlyBatch, "all.do -disputed-> join")));
    expect(edgesOf(took["nightly-batch"])).toContain("all.do -disputed-> join");
    expect(edgesOf(took["nightly-batch"])).not.toContain("all.do -booked-> join");
    expect(edgesOf(took.invoice)?.length).toBeGreaterThan(0);
  });

  it("is written down only for the graphs that were asked for", async () => {
    graphs = ["invoice", "re*nds"];
    const took = await tookBy(async () => {
      await runPath(nightlyBatch, scenarioOf(nightlyBatch, "all.do -disputed-> join"));
      await runPath(refunds, large);
    });
    graphs = ["*"];
    expect(Object.keys(took)).toEqual(["invoice", "refunds"]);
  });
});

it("a node that is run alone takes its label", async () => {
  const took = await tookBy(() => runNode(refunds, "pay", { args: { message: "hi" }, error: "CLOSED" }));
  expect(edgesOf(took.refunds)).toEqual(["pay -error:CLOSED-> end"]);
  expect(nodesOf(took.refunds)).toEqual(["pay"]);
});

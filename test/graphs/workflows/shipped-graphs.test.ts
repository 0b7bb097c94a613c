/** Every shipped graph: it has no issues, and the same value as JSON and as YAML. */
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { chat } from "../../../graphs/chat/graph.ts";
import { codeChange } from "../../../graphs/code-change/graph.ts";
import { insuranceClaim } from "../../../graphs/insurance-claim/graph.ts";
import { nightlyBatch } from "../../../graphs/nightly-batch/graph.ts";
import { invoiceGraph } from "../../../graphs/nightly-batch/invoice/graph.ts";
import { peers } from "../../../graphs/peers/graph.ts";
import { researchDesk } from "../../../graphs/research-desk/graph.ts";
import { researchWorker } from "../../../graphs/research-desk/worker/graph.ts";
import { supportDesk } from "../../../graphs/support-desk/graph.ts";
import { type GraphData, loadGraph, registryOf, validate } from "../../../language/index.ts";
import { shipped as covered } from "../../../vitest.config.ts";

const shipped: readonly GraphData[] = [
  chat,
  supportDesk,
  insuranceClaim,
  researchDesk,
  researchWorker,
  codeChange,
  peers,
  nightlyBatch,
  invoiceGraph,
];

it("are those with a coverage threshold", () => {
  expect([...covered].sort()).toEqual(shipped.map(({ id }) => id).sort());
});

describe.each(shipped.map((graph) => [graph.id, graph] as const))("%s", (id, graph) => {
  const registry = registryOf(graph);
  it("has no issue, not even a warning", () => {
    expect(validate(registry, graph).issues).toEqual([]);
  });
  it("is the same in JSON", () => {
    expect(loadGraph(registry, JSON.stringify(graph), `${id}.json`)).toEqual(graph);
  });
  it("is the same in YAML", () => {
    expect(loadGraph(registry, stringify(graph), `${id}.yaml`)).toEqual(graph);
  });
});

/** The drawings and paths on the pages are those of the shipped graphs: `npx vitest run test/docs/workflows.test.ts -u` draws them again. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { drawingOf } from "../../draw/drawing/drawing-of.ts";
import { mermaidOf } from "../../draw/formats/mermaid.ts";
import { svgOf } from "../../draw/formats/svg.ts";
import { codeChange } from "../../graphs/code-change/graph.ts";
import { insuranceClaim } from "../../graphs/insurance-claim/graph.ts";
import { nightlyBatch } from "../../graphs/nightly-batch/graph.ts";
import { invoiceGraph } from "../../graphs/nightly-batch/invoice/graph.ts";
import { peers } from "../../graphs/peers/graph.ts";
import { researchDesk } from "../../graphs/research-desk/graph.ts";
import { supportDesk } from "../../graphs/support-desk/graph.ts";
import { edgesOf, type NormalGraph, normalise } from "../../inspect/index.ts";
import { registryOf } from "../../language/index.ts";
import { blocksOf, root } from "./pages/markdown.ts";

const page = "docs/guide/workflows.md";
const graphs = [insuranceClaim, researchDesk, codeChange, peers, nightlyBatch, invoiceGraph].map((graph) =>
  normalise(graph, registryOf(graph)),
);
const graphNamed = (id: string): NormalGraph => {
  const graph = graphs.find((candidate) => candidate.id === id);
  if (!graph) throw new Error(`${page} draws "${id}", which this test does not know`);
  return graph;
};

it("draws each graph as `signalbox draw` does", async () => {
  const drawn = readFileSync(`${root}${page}`, "utf8").replaceAll(
    /(<!-- signalbox draw (\S+) -->\n)```mermaid\n[\s\S]*?^```$/gm,
    (_, mark: string, id: string) => `${mark}\`\`\`mermaid\n${mermaidOf(drawingOf(graphNamed(id)))}\`\`\``,
  );
  await expect(drawn).toMatchFileSnapshot(`${root}${page}`);
});

it("prints paths whose edges exist", () => {
  const declared = new Set(
    graphs.flatMap(({ nodes }) =>
      Object.entries(nodes).flatMap(([name, node]) => edgesOf(node).map(({ label, target }) => `${name} -${label}-> ${target}`)),
    ),
  );
  const steps = blocksOf(page, "text").flatMap((block) => block.trim().split("\n"));
  const ofNodes = steps.filter((line) => /^\w+ -/.test(line));
  expect(ofNodes.length).toBeGreaterThan(30);
  expect(ofNodes.filter((line) => !declared.has(line))).toEqual([]);
});

it("shows the support desk in the README: `npm run draw:readme` draws it", async () => {
  const svg = await svgOf(drawingOf(normalise(supportDesk, registryOf(supportDesk))));
  await expect(svg).toMatchFileSnapshot(`${root}docs/images/support-desk.svg`);
});

/** Drawings: what they say of a graph, and that a person can read them. */
import { describe, expect, it } from "vitest";
import { drawingOf } from "../../draw/drawing/drawing-of.ts";
import { markPath } from "../../draw/drawing/mark-path.ts";
import { markUntaken } from "../../draw/drawing/mark-untaken.ts";
import { layout } from "../../draw/formats/layout.ts";
import { mermaidOf } from "../../draw/formats/mermaid.ts";
import { svgOf } from "../../draw/formats/svg.ts";
import type { Area } from "../../draw/shapes/outline.ts";
import { codeChange } from "../../graphs/code-change/graph.ts";
import { insuranceClaim } from "../../graphs/insurance-claim/graph.ts";
import { peers } from "../../graphs/peers/graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { desk, orderDesk } from "../fixtures/order-desk.ts";
import { largeGraph } from "./large-graph.ts";

const orderDrawing = () => drawingOf(normalise(orderDesk, desk.registry));
const sixtyNodes = () => drawingOf(normalise(largeGraph(60), desk.registry));

describe("a drawing", () => {
  it("has a line for every outcome that a node declares, and one box for what all inherit", () => {
    const { boxes, lines } = orderDrawing();
    expect(boxes.filter(({ shape }) => shape === "defaults")).toHaveLength(1);
    expect(lines.filter(({ from }) => from === "$defaults")).toMatchObject([
      { from: "$defaults", to: "specialist", labels: ["error"], stroke: "error" },
      { from: "$defaults", to: "specialist", labels: ["budget"], stroke: "bound" },
    ]);
    expect(lines).toContainEqual(
      expect.objectContaining({ from: "approval", to: "payRefund", labels: ["approve", "edit"], stroke: "decision" }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ from: "approval", to: "specialist", labels: ["expired after 4h"], stroke: "deadline" }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ from: "findOrder", to: "clarify", labels: ["ORDER_NOT_FOUND"], stroke: "error" }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({ from: "triage", to: "clarify", labels: ["lowConfidence < 0.75"], stroke: "bound" }),
    );
  });

  it("shows what runs at the same time as a fork, its branches and a join", () => {
    const { boxes, lines } = drawingOf(normalise(insuranceClaim, registryOf(insuranceClaim)));
    expect(boxes).toContainEqual({ id: "checks.fraud", shape: "task", name: "fraud", detail: "checkFraud" });
    expect(lines).toContainEqual(expect.objectContaining({ from: "checks", to: "checks.fraud", labels: [], stroke: "flow" }));
    expect(lines).toContainEqual(expect.objectContaining({ from: "checks.fraud", to: "checks join", labels: ["clear"], stroke: "flow" }));
    expect(lines).toContainEqual(
      expect.objectContaining({ from: "checks.fraud", to: "investigation", labels: ["suspect"], stroke: "flow" }),
    );
    expect(lines).toContainEqual(expect.objectContaining({ from: "checks join", to: "limit", labels: [], stroke: "flow" }));
  });

  it("shows a body for each item, labelled ends and signals from outside", () => {
    const change = drawingOf(normalise(codeChange, registryOf(codeChange)));
    expect(change.boxes).toContainEqual({ id: "edit", shape: "each", name: "edit", detail: "each step of plan" });
    expect(change.lines).toContainEqual(
      expect.objectContaining({ from: "edit join", to: "editPlan", labels: ["failures"], stroke: "error" }),
    );
    expect(change.boxes.filter(({ shape }) => shape === "end").map(({ name }) => name)).toEqual(["end: merged", "end: stopped"]);
    const talk = drawingOf(normalise(peers, registryOf(peers)));
    expect(talk.lines).toContainEqual(
      expect.objectContaining({ from: "$outside", to: "human", labels: ["takeOver · agent, lead"], stroke: "decision" }),
    );
  });

  it("marks the way that a turn took, and fades the rest", async () => {
    const steps = [
      { node: "file", label: "next" },
      { node: "checks.fraud", label: "clear" },
      { node: "checks.cover", label: "covered" },
      { node: "checks.damage", label: "enough" },
      { node: "checks", label: "next" },
      { node: "limit", label: "error" },
    ];
    const { boxes, lines } = markPath(drawingOf(normalise(insuranceClaim, registryOf(insuranceClaim))), steps);
    const kept = boxes.filter(({ faint }) => !faint).map(({ id }) => id);
    expect(kept.sort()).toEqual(
      ["$start", "$defaults", "file", "checks", "checks.fraud", "checks.cover", "checks.damage", "checks join", "limit", "clerk"].sort(),
    );
    const taken = lines.filter(({ faint }) => !faint).map(({ from, to }) => `${from} > ${to}`);
    expect(taken).toContain("checks > checks.fraud");
    expect(taken).toContain("checks join > limit");
    expect(taken).not.toContain("checks.fraud > investigation");
  });

  it("marks what no test took, and parts a line where only some of its edges were taken", async () => {
    const nodes = new Map([["clarify", "untaken"]] as const);
    const edges = new Map([
      ["approval edit", "untaken"],
      ["* budget", "unforced"],
    ] as const);
    const marked = markUntaken(orderDrawing(), { nodes, edges });
    expect(marked.boxes.filter(({ mark }) => mark).map(({ id, mark }) => [id, mark])).toEqual([["clarify", "untaken"]]);
    expect(marked.lines.filter(({ from, to }) => from === "approval" && to === "payRefund")).toMatchObject([
      { labels: ["approve"], edges: ["approval approve"] },
      { labels: ["edit"], edges: ["approval edit"], mark: "untaken" },
    ]);
    const svg = await svgOf(marked);
    expect(svg).toContain("taken by no test");
    expect(svg).toContain("cannot be forced by a test");
    expect(await svgOf(orderDrawing())).not.toContain("untaken");
    expect(mermaidOf(marked)).toMatch(/class clarify is_untaken\n {2}linkStyle \d+ stroke:#e8590c,stroke-width:4px\n/);
  });

  it("reads as Mermaid", () => {
    expect(mermaidOf(orderDrawing())).toMatchSnapshot();
  });

  it("is the same text every time", async () => {
    expect(await svgOf(orderDrawing())).toBe(await svgOf(orderDrawing()));
  });

  it("keeps a description's characters out of the markup", async () => {
    const svg = await svgOf({ ...orderDrawing(), title: 'a & b <script> "c"', subtitle: "</svg>" });
    expect(svg).toContain("a &amp; b &lt;script&gt; &quot;c&quot;");
    expect(svg.match(/<\/svg>/g)).toHaveLength(1);
  });

  it("leaves ids that Mermaid would misread", () => {
    const text = mermaidOf({
      title: "x",
      boxes: [
        { id: "end-it", shape: "task", name: "end-it" },
        { id: "style", shape: "task", name: "style" },
      ],
      lines: [{ from: "end-it", to: "style", labels: ['say "#1"'], stroke: "flow" }],
    });
    expect(text).toContain('_0 -->|"say #quot;#35;1#quot;"| _1');
  });

  it.each([
    ["the order desk", orderDrawing],
    ["sixty nodes", sixtyNodes],
    ["checks at the same time", () => drawingOf(normalise(insuranceClaim, registryOf(insuranceClaim)))],
  ])("of %s has no text that lies on a box or on another text", async (_what, make) => {
    const { boxes, lines, width, height } = await layout(make());
    const texts = lines.flatMap(({ text }) => (text ? [text.area] : []));
    const areas = [...boxes.map(({ area }) => area), ...texts];
    const overlaps = texts.flatMap((text) => areas.filter((other) => other !== text && overlap(text, other)));
    expect(texts.length).toBeGreaterThan(10);
    expect(overlaps).toEqual([]);
    for (const { x, y, width: w, height: h } of areas) expect(x >= 0 && y >= 0 && x + w <= width + 1 && y + h <= height + 1).toBe(true);
  });

  it("joins every line to the outlines of its two boxes", async () => {
    const { boxes, lines } = await layout(sixtyNodes());
    const area = new Map(boxes.map((box) => [box.id, box.area]));
    for (const { from, to, points } of lines) {
      expect(points.length).toBeGreaterThan(1);
      expect(within(points[0], area.get(from)) && within(points.at(-1), area.get(to))).toBe(true);
    }
  });
});

const overlap = (a: Area, b: Area): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const within = (point: { x: number; y: number } | undefined, area: Area | undefined): boolean =>
  point !== undefined &&
  area !== undefined &&
  point.x >= area.x - 1 &&
  point.x <= area.x + area.width + 1 &&
  point.y >= area.y - 1 &&
  point.y <= area.y + area.height + 1;

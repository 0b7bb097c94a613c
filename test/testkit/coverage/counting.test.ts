/** What coverage counts: all that a declaration has, each once, and what paths took of it. */
import { stripVTControlCharacters as plain } from "node:util";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { codeChange } from "../../../graphs/code-change/graph.ts";
import { insuranceClaim } from "../../../graphs/insurance-claim/graph.ts";
import { peers } from "../../../graphs/peers/graph.ts";
import { setup, task, tool } from "../../../language/index.ts";
import { joinedCoverage } from "../../../testkit/coverage/coverage-file.ts";
import { type CoveredGraph, coveredGraph } from "../../../testkit/coverage/covered-graph.ts";
import { graphParts } from "../../../testkit/coverage/declared-graph.ts";
import { joinedGraphs } from "../../../testkit/coverage/joined-graphs.ts";
import { tableLines, untakenLines } from "../../../testkit/coverage/text-report.ts";
import { shortfallsOf, shortfallText } from "../../../testkit/coverage/threshold.ts";
import { refunds } from "./project/refunds.ts";

const textOf = ({ node, label, target }: { node: string; label: string; target: string }) => `${node} -${label}-> ${target}`;
const nothing = { nodes: [], edges: [], deadlines: [] };

describe("what a graph declares", () => {
  it("has the branches of a parallel node, their ways to the join, and where they leave early", () => {
    const { nodes, edges } = graphParts(insuranceClaim);
    expect(nodes.map(({ node }) => node)).toEqual(expect.arrayContaining(["checks", "checks.fraud", "checks.cover", "checks.damage"]));
    expect(edges.map(textOf).filter((text) => text.startsWith("checks"))).toEqual([
      "checks -next-> limit",
      "checks -fraud.suspect-> investigation",
      "checks -cover.notCovered-> coverDenial",
      "checks -damage.tooFew-> morePhotos",
      "checks.fraud -clear-> join",
      "checks.cover -covered-> join",
      "checks.damage -enough-> join",
    ]);
  });

  it("has an inherited edge once, a signal, and the deadlines of a question", () => {
    const { edges, deadlines } = graphParts(peers);
    expect(edges.filter(({ node }) => node === "*" || node === "(outside)")).toMatchObject([
      { node: "*", label: "error", target: "human", kind: "error", inheritedBy: ["sales", "support", "billing"] },
      { node: "*", label: "budget", target: "human", kind: "bound", inheritedBy: ["sales", "support", "billing"] },
      { node: "(outside)", label: "signal:takeOver", target: "human", kind: "signal" },
    ]);
    expect(deadlines.map(({ node, due, does }) => `${node} ${due}: ${does}`)).toEqual([
      expect.stringMatching(/^human after \S+: (reminds|assigns) \w+$/),
      expect.stringMatching(/^human after \S+: expires$/),
    ]);
  });

  it("has the body of an each node", () => {
    const { nodes, edges } = graphParts(codeChange);
    expect(nodes.map(({ node }) => node)).toContain("edit.do");
    expect(edges.filter(({ node }) => node === "edit.do").map(({ target }) => target)).toEqual(["join"]);
  });

  it("reports what cannot be forced: then it counts only when a test takes it", () => {
    const code = setup({
      state: { text: z.string() },
      tools: {
        look: tool({ errors: {}, args: z.object({ text: z.string() }), output: z.string().refine(() => false), run: async () => "" }),
      },
      tasks: { end: task({ labels: ["done"], args: z.object({ text: z.string() }), run: async () => ({ label: "done" }) }) },
    });
    const graph = graphParts(
      code.defineGraph({
        id: "unforced",
        version: 1,
        start: "look",
        input: ["text"],
        nodes: {
          look: { kind: "tool", tool: "look", writes: "text", onError: { default: "end" }, next: "last" },
          last: { kind: "task", task: "end", routes: { done: "end" } },
        },
      }),
    );
    expect(coveredGraph(graph, []).parts).toMatchObject({ nodes: { declared: 1 }, edges: { declared: 1, taken: 0 } });
    const byHand = coveredGraph(graph, [{ ...nothing, edges: ["look next"] }]);
    expect(byHand.parts.edges).toEqual({ declared: 2, taken: 1, percent: 50 });
    expect(untakenLines({ complete: true, graphs: [coveredGraph(graph, [])], missing: [] }).map(plain)).toEqual([
      "unforced: taken by no test",
      "  node look",
      "  look -error-> end",
      "unforced: cannot be forced, and counts only when a test takes it",
      "  look -next-> last: no value was found for a schema: give the code a double of your own",
      "  last -done-> end: no value was found for a schema: give the code a double of your own",
    ]);
  });
});

describe("what paths took", () => {
  const declared = graphParts(refunds);
  const small = { nodes: ["triage", "pay"], edges: ["triage small", "pay next"], deadlines: [] };
  const expired = { nodes: ["triage", "approval"], edges: ["triage large", "approval expired"], deadlines: ["approval 0", "approval 1"] };

  it("is counted by part, and by how many paths took it", () => {
    const covered = coveredGraph(declared, [small, small, expired]);
    expect(covered.parts).toEqual({
      nodes: { declared: 3, taken: 3, percent: 100 },
      edges: { declared: 8, taken: 4, percent: 50 },
      decisions: { declared: 2, taken: 0, percent: 0 },
      errors: { declared: 2, taken: 0, percent: 0 },
      deadlines: { declared: 2, taken: 2, percent: 100 },
    });
    expect(covered.edges.find(({ label }) => label === "small")?.paths).toBe(2);
  });

  it("takes an inherited edge when any node takes it, and only once a path", () => {
    const covered = coveredGraph(graphParts(peers), [{ ...nothing, edges: ["sales error", "billing error"] }]);
    expect(covered.edges.find(({ node, label }) => node === "*" && label === "error")?.paths).toBe(1);
  });

  it("never rounds up to 100", () => {
    const edges = Array.from({ length: 3_000 }, (_, index) => ({ node: `n${index}`, label: "next", target: "end", kind: "flow" as const }));
    const large = { ...declared, edges };
    const all = edges.slice(1).map(({ node }) => `${node} next`);
    expect(coveredGraph(large, [{ ...nothing, edges: all }]).parts.edges).toEqual({ declared: 3_000, taken: 2_999, percent: 99.9 });
  });

  it("is joined from several runs: sums of the highest version", () => {
    const [both] = joinedGraphs([coveredGraph(declared, [small]), coveredGraph(declared, [small, expired])]) as [CoveredGraph];
    expect(both.edges.map(({ paths }) => paths)).toEqual([2, 1, 0, 0, 0, 1, 2, 0]);
    expect(both.parts.edges.taken).toBe(4);
    const [newer] = joinedGraphs([coveredGraph(declared, [small]), coveredGraph({ ...declared, version: 2 }, [])]) as [CoveredGraph];
    expect([newer.version, newer.parts.edges.taken]).toEqual([2, 0]);
    const shards = [
      { complete: false, graphs: [coveredGraph(declared, [small])], missing: ["other"] },
      { complete: false, graphs: [], missing: ["other", "refunds"] },
    ];
    expect(joinedCoverage(shards)).toMatchObject({ complete: false, graphs: [{ graph: "refunds" }], missing: ["other"] });
  });

  it("ignores another declaration of the same id that fewer paths ran", () => {
    const variant = { ...declared, nodes: [...declared.nodes, { node: "more" }] };
    const [most] = joinedGraphs([coveredGraph(variant, [small]), coveredGraph(declared, [small, small])]) as [CoveredGraph];
    expect([most.nodes.length, most.nodes[0]?.paths, most.others]).toEqual([3, 2, 1]);
    const lines = untakenLines({ complete: true, graphs: [most], missing: [] }).map(plain);
    expect(lines.at(-1)).toBe("refunds: tests also ran another declaration of this id and version, with other nodes or edges: not counted");
    const tuned = { ...declared, deadlines: declared.deadlines.map((one) => ({ ...one, due: "after 9h" })) };
    const [same] = joinedGraphs([coveredGraph(tuned, [small]), coveredGraph(declared, [small])]) as [CoveredGraph];
    expect([same.nodes[0]?.paths, same.others]).toEqual([2, 0]);
  });

  it("reads as a table and a list", () => {
    const coverage = { complete: true, graphs: [coveredGraph(declared, [small])], missing: ["other"] };
    expect(plain([...tableLines(coverage), ...untakenLines(coverage)].join("\n"))).toMatchInlineSnapshot(`
      "graph     nodes        edges      decisions   errors    deadlines
      refunds   66.6 % 2/3   25 % 2/8   0 % 0/2     0 % 0/2   0 % 0/2
      other     0 %          0 %        0 %         0 %       0 %
      refunds: taken by no test
        node approval
        triage -large-> approval
        triage -error-> approval
        approval -yes-> pay
        approval -no-> end
        approval -expired-> end
        pay -error:CLOSED-> end
        approval after 1h: reminds lead
        approval after 4h: expires
      other: no test ran it"
    `);
  });

  it("falls short of a threshold by part, and wholly where no test ran a graph", () => {
    const coverage = { complete: true, graphs: [coveredGraph(declared, [small, expired])], missing: ["other"] };
    expect(shortfallsOf(coverage, { edges: 50, nodes: 100 }).map(shortfallText)).toEqual(["other: no test ran it, wanted 100 %."]);
    expect(shortfallsOf(coverage, 100).map(shortfallText)).toMatchInlineSnapshot(`
      [
        "refunds: edges 50 % (4 of 8), wanted 100 %. Missing: triage -error-> approval, approval -yes-> pay, approval -no-> end, pay -error:CLOSED-> end",
        "refunds: decisions 0 % (0 of 2), wanted 100 %. Missing: approval -yes-> pay, approval -no-> end",
        "refunds: errors 0 % (0 of 2), wanted 100 %. Missing: triage -error-> approval, pay -error:CLOSED-> end",
        "other: no test ran it, wanted 100 %.",
      ]
    `);
    expect(shortfallsOf(coverage, 0)).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { supportDesk } from "../../graphs/support-desk/graph.ts";
import { setup, task, tool } from "../../language/index.ts";
import { enumeratePaths, reasons } from "../../testkit/index.ts";

const code = setup({
  state: { text: z.string(), kind: z.enum(["short", "long"]) },
  tools: { look: tool({ errors: {}, args: z.object({ text: z.string() }), output: z.string().refine(() => false), run: async () => "" }) },
  tasks: { measure: task({ labels: ["done"], args: z.object({ text: z.string() }), run: async () => ({ label: "done" }) }) },
});

describe("enumeratePaths", () => {
  it("takes only what is asked for beside the ordinary edges", () => {
    const { paths } = enumeratePaths(supportDesk, { include: [], limit: 1_000 });
    const labels = new Set(paths.flatMap(({ steps }) => steps.map(({ label }) => label)));
    expect([...labels].filter((label) => /error|expired|exhausted|budget|lowConfidence/.test(label))).toEqual([]);
    expect(labels).not.toContain("reject");
  });

  it("reports what it left out", () => {
    const { paths, leftOut } = enumeratePaths(supportDesk, { limit: 100 });
    expect(paths).toHaveLength(100);
    expect(leftOut.paths).toBeGreaterThan(1_000);
  });

  it("reports why an edge cannot be forced, with a reason of the closed list", () => {
    const graph = code.defineGraph({
      id: "unforced",
      version: 1,
      start: "look",
      input: ["text"],
      nodes: {
        look: { kind: "tool", tool: "look", writes: "text", onError: { default: "switch" }, next: "end" },
        switch: { kind: "router", on: "kind", routes: { short: "end", long: "end" } },
      },
    } as never);
    const { notForced } = enumeratePaths(graph);
    expect(notForced.map(({ node, label, reason }) => `${node} ${label}: ${reason}`)).toEqual([
      "look next: no-sample",
      "look error: value-not-written",
      "switch short: value-not-written",
      "switch long: value-not-written",
    ]);
    expect(notForced.every(({ reason }) => reason in reasons)).toBe(true);
  });

  it("keeps its bound in a graph of 60 nodes", () => {
    const names = Array.from({ length: 60 }, (_, index) => `step${index}`);
    const nodes = Object.fromEntries(
      names.map((name, index) => [
        name,
        { kind: "task", task: "measure", routes: { done: names[index + 1] ?? "end" }, onError: names[index + 2] ?? "end" },
      ]),
    );
    const graph = code.defineGraph({ id: "large", version: 1, start: "step0", input: ["text"], nodes } as never);
    const { paths, notForced, leftOut } = enumeratePaths(graph, { limit: 150 });
    expect(notForced).toEqual([]);
    expect(paths).toHaveLength(150);
    expect(leftOut.atLeast).toBe(true);
  });
});

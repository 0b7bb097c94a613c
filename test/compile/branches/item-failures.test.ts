/** Failures of items: what no edge takes, a declared code included, and every label that leads to `failures` is listed, and never counts as joined. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { drawingOf } from "../../../draw/drawing/drawing-of.ts";
import { normalise } from "../../../language/graph/normalise.ts";
import { agent, list, question, router, setup, ToolError, task, tool } from "../../../language/index.ts";
import { enumeratePaths, runPath } from "../../../testkit/index.ts";

const item = z.object({ item: z.string() });
const read = async ({ item: name }: { item: string }) => {
  if (name === "bad") throw new ToolError("UNREADABLE", "cannot be read");
  if (name === "odd") throw new Error("odd");
  return name;
};
const sort = task({
  labels: ["ok", "bad"],
  args: item,
  output: z.string(),
  run: async ({ item: name }) => ({ label: name === "good" ? "ok" : "bad", output: name }),
});
const inner = setup({
  state: { item: z.string(), out: z.string() },
  tasks: { sort },
}).defineGraph({
  ...{ id: "inner", version: 1, start: "look", input: ["item"], endsWith: ["ok", "bad"] },
  nodes: { look: { kind: "task", task: "sort", writes: "out", routes: { ok: "end:ok", bad: "end:bad" } } },
});
const world = setup({
  state: {
    ...{ items: z.array(z.string()), item: z.string(), out: z.string(), outs: list(z.string()) },
    failed: list(z.object({ index: z.number(), item: z.string(), error: z.string() })),
  },
  roles: ["lead"],
  tools: {
    read: tool({ errors: { UNREADABLE: "final", BUSY: "retryable" }, effect: "none", args: item, output: z.string(), run: read }),
  },
  tasks: { sort },
  agents: { reads: agent({ args: item, output: z.string(), run: read }) },
  routers: {
    sure: router({
      labels: ["a", "b"],
      args: item,
      run: async ({ item: name }) => [{ label: name === "good" ? "a" : "b", confidence: name === "odd" ? 0.1 : 1 }],
    }),
  },
  questions: { fine: question({ prompt: "?", decisions: { yes: null, no: null } }) },
  graphs: { inner },
});

const each = {
  kind: "each",
  over: "items",
  as: "item",
  collect: { outs: "out" },
  failures: { collect: "failed", next: "end" },
  next: "end",
} as const;
const graphOf = (node: object, head: object = {}) =>
  world.defineGraph({
    id: "failing",
    version: 1,
    start: "e",
    input: ["items"],
    nodes: { e: { ...each, collect: {}, ...node } } as never,
    ...head,
  });
const run = async (node: object, items: string[], scenario: object = {}) => {
  const { state, error, path } = await runPath(graphOf(node), { input: { items }, ...scenario });
  expect(error).toBeUndefined();
  const failed = (state.failed as { index: number; item: string; error: string }[]) ?? [];
  return { outs: state.outs, failed: failed.map(({ index, item: name, error: text }) => `${index} ${name} ${text}`), path };
};

it("is typed: a code need not be named, and each label may lead there", () => {
  const head = { id: "typed", version: 1, start: "e", input: ["items"] } as const;
  const tools = world.defineGraph({ ...head, nodes: { e: { ...each, do: { kind: "tool", tool: "read", writes: "out", next: "join" } } } });
  const some = world.defineGraph({
    ...head,
    nodes: { e: { ...each, do: { kind: "tool", tool: "read", writes: "out", onError: { BUSY: "failures" }, next: "join" } } },
  });
  const own = world.defineGraph({
    ...head,
    nodes: {
      e: {
        ...each,
        threads: "own",
        do: { kind: "subgraph", graph: "inner", output: { out: "out" }, routes: { ok: "join", bad: "failures" } },
      },
    },
  });
  expect([tools, some, own].map(({ id }) => id)).toEqual(["typed", "typed", "typed"]);
});

const toolNode = (more: object = {}) => ({
  collect: { outs: "out" },
  do: { kind: "tool", tool: "read", writes: "out", next: "join", ...more },
});
const UNREADABLE = "1 bad UNREADABLE: cannot be read";

describe("a declared code", () => {
  it.each([
    ["that nothing routes", {}],
    ["that leads there", { onError: { UNREADABLE: "failures" } }],
    ["that the default takes", { onError: { default: "failures" } }],
    ["of which another is routed", { onError: { BUSY: "failures" } }],
  ])("%s", async (_, more) => {
    expect(await run(toolNode(more), ["a", "bad", "c"])).toMatchObject({ outs: ["a", "c"], failed: [UNREADABLE] });
  });

  it("beside an undeclared error, in the items' order", async () => {
    expect(await run(toolNode({ onError: { UNREADABLE: "failures" } }), ["odd", "bad"])).toMatchObject({
      failed: ["0 odd unexpected: odd", UNREADABLE],
      path: ["e[0] -failed-> join", "e[1] -error:UNREADABLE-> failures", "e -failures-> end"],
    });
  });
});

describe("any label", () => {
  it.each([
    [
      "a task's",
      { collect: { outs: "out" }, do: { kind: "task", task: "sort", writes: "out", routes: { ok: "join", bad: "failures" } } },
      ['1 bad answered "bad"', '2 odd answered "bad"'],
    ],
    [
      "a router's, also when it is not sure",
      { do: { kind: "router", router: "sure", routes: { a: "join", b: "failures" }, lowConfidence: { below: 0.5, next: "failures" } } },
      ['1 bad answered "b"', '2 odd answered "lowConfidence"'],
    ],
    [
      "an agent's error",
      { do: { kind: "agent", agent: "reads", next: "join", onError: "failures" } },
      ["1 bad UNREADABLE: cannot be read", "2 odd unexpected: odd"],
    ],
    [
      "a subgraph's",
      {
        collect: { outs: "out" },
        do: { kind: "subgraph", graph: "inner", output: { out: "out" }, routes: { ok: "join", bad: "failures" } },
      },
      ['1 bad answered "bad"', '2 odd answered "bad"'],
    ],
    [
      "a child thread's",
      {
        collect: { outs: "out" },
        threads: "own",
        do: { kind: "subgraph", graph: "inner", output: { out: "out" }, routes: { ok: "join", bad: "failures" } },
      },
      ['1 bad answered "bad"', '2 odd answered "bad"'],
    ],
  ])("%s", async (_, node, failed) => {
    const result = await run(node, ["good", "bad", "odd"]);
    expect(result.failed).toEqual(failed);
    if ("collect" in node) expect(result.outs).toEqual(["good"]);
  });

  it("a person's decision, while others are still asked", async () => {
    const node = {
      do: {
        kind: "interrupt",
        question: "fine",
        by: ["lead"],
        decisions: { yes: "join", no: "failures" },
        deadlines: [{ after: "1h", next: "failures" }],
      },
    };
    const result = await run(node, ["a", "b"], { answers: { "e[0]": "no", "e[1]": "yes" } });
    expect(result.failed).toEqual(['0 a answered "no"']);
  });
});

it("is drawn as an error to the join", () => {
  const graph = graphOf(toolNode({ onError: { BUSY: "failures" } }));
  const { lines } = drawingOf(normalise(graph, world.registry));
  expect(lines.filter(({ from }) => from === "e.do")).toMatchInlineSnapshot(`
    [
      {
        "edges": [
          "e.do next",
        ],
        "from": "e.do",
        "labels": [],
        "stroke": "flow",
        "to": "e join",
      },
      {
        "edges": [
          "e.do error:BUSY",
        ],
        "from": "e.do",
        "labels": [
          "BUSY",
        ],
        "stroke": "error",
        "to": "e join",
      },
    ]
  `);
});

it("a parallel's branch may still lead to a node of that name", async () => {
  const graph = world.defineGraph({
    ...{ id: "named", version: 1, start: "p", input: ["item"] },
    nodes: {
      p: {
        kind: "parallel",
        branches: { one: { kind: "tool", tool: "read", writes: "out", onError: { UNREADABLE: "failures", BUSY: "join" }, next: "join" } },
        next: "end",
      },
      failures: { kind: "task", task: "sort", writes: "out", routes: { ok: "end", bad: "end" } },
    },
  });
  expect((await runPath(graph, { input: { item: "bad" } })).path.at(-1)).toBe("failures -bad-> end");
});

it.each([
  [
    "a task",
    { collect: { outs: "out" }, do: { kind: "task", task: "sort", writes: "out", routes: { ok: "join", bad: "failures" } } },
    ["bad"],
  ],
  ["a tool", toolNode({ onError: { BUSY: "failures" } }), ["error:BUSY"]],
  ["a router", { do: { kind: "router", router: "sure", routes: { a: "failures", b: "join" } } }, ["a"]],
  [
    "a person",
    {
      do: {
        kind: "interrupt",
        question: "fine",
        by: ["lead"],
        decisions: { yes: "join", no: "failures" },
        deadlines: [{ after: "1h", next: "failures" }],
      },
    },
    ["no", "expired"],
  ],
])("generated paths take each way to failures: %s", async (_, node, labels) => {
  const graph = graphOf(node);
  const { paths, notForced } = enumeratePaths(graph);
  expect(notForced).toEqual([]);
  for (const label of labels) {
    const path = paths.find(({ name }) => name === `e.do -${label}-> failures`);
    const { path: taken, error } = await runPath(graph, path?.scenario ?? { input: {} });
    expect(error).toBeUndefined();
    expect(taken).toContainEqual(expect.stringContaining(` -${label}-> failures`));
  }
});

/** For G22: a graph of each kind in which something fails, a person is asked, and something fails again after the answer. Each trial makes its own. */
import { AIMessage } from "@langchain/core/messages";
import { fakeModel } from "langchain";
import { z } from "zod";
import type { GraphData } from "../../../language/graph/graph-data.ts";
import { agent, list, question, router, setup, task, tool } from "../../../language/index.ts";
import { ToolError } from "../../../language/issues/errors.ts";
import { rememberRegistry } from "../../../language/registry/registry-of.ts";

export interface Asking {
  readonly graph: GraphData;
  /** The effects that happened: each of the `wanted` ones once. */
  readonly done: string[];
  readonly wanted: number;
  /** How many questions it asks. */
  readonly questions: number;
}

const retry = { maxAttempts: 3, initialInterval: "1ms" };
const down = () => Object.assign(new Error("the provider is down"), { status: 503 });

/** Code that fails on its first call under a name, and the effects of its other calls. */
function flakyRegistry() {
  const done: string[] = [];
  const called = new Set<string>();
  const isFirst = (name: string): boolean => called.size !== called.add(name).size;
  const models = {
    clerk: () => {
      const model = fakeModel().respond(down());
      return model
        .respondWithTools([{ name: "pay", args: { to: "a" }, id: "a" }])
        .respond(down())
        .respond(new AIMessage("done"));
    },
  };
  const clerks = new Map<string, ReturnType<typeof models.clerk>>();
  const registry = setup({
    state: { to: z.string(), note: z.string(), items: list(z.string()), notes: list(z.string()) },
    roles: ["lead"],
    // each visit makes a new model, and a visit starts again after its question: the script must continue
    models: { clerk: () => clerks.get("one") ?? clerks.set("one", models.clerk()).get("one") ?? models.clerk() },
    routers: {
      flaky: router({
        labels: ["on"],
        args: z.object({}),
        run: async (_, { node }) => {
          if (isFirst(node)) throw down();
          done.push(node);
          return [{ label: "on", confidence: 1 }];
        },
      }),
    },
    tasks: {
      slow: task({
        labels: ["on"],
        args: z.object({}),
        run: async (_, { node, signal }) => {
          if (isFirst(node)) await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
          done.push(node);
          return { label: "on" };
        },
      }),
    },
    tools: {
      busy: tool({
        ...{ errors: { BUSY: "retryable" }, args: z.object({}), output: z.string() },
        run: async (_, { node }) => {
          if (isFirst(node)) throw new ToolError("BUSY");
          done.push(node);
          return node;
        },
      }),
      pay: tool({
        ...{ errors: { BUSY: "retryable" }, args: z.object({ to: z.string() }), output: z.string() },
        run: async (_, { node }) => {
          if (isFirst(`${node} pays`)) throw new ToolError("BUSY");
          done.push(`${node} pays`);
          return "paid";
        },
      }),
    },
    agents: {
      clerk: agent({ args: z.object({}), output: z.string(), model: "clerk", prompt: "Pay.", tools: ["pay"] }),
    },
    questions: { ask: question({ prompt: "?", decisions: { yes: null } }) },
  }).registry;
  return { registry, done };
}

const flakyTool = (next: string) => ({ kind: "tool", tool: "busy", writes: "note", retry, onError: { BUSY: "end" }, next });
const ask = (next: string) => ({ kind: "interrupt", question: "ask", by: ["lead"], decisions: { yes: next } });
const clerk = (next: string) => ({
  kind: "agent",
  agent: "clerk",
  writes: "note",
  retry,
  approval: { tools: ["pay"], by: ["lead"] },
  next,
});
const flakyRouter = (next: string) => ({ kind: "router", router: "flaky", retry, routes: { on: next } });
const slowTask = (next: string) => ({ kind: "task", task: "slow", retry, timeout: "100ms", routes: { on: next } });
const askTool = { first: flakyTool("asking"), asking: ask("second"), second: flakyTool("end") };

interface Cell {
  readonly nodes: Readonly<Record<string, unknown>>;
  readonly wanted: number;
  readonly questions?: number;
  readonly inner?: Readonly<Record<string, unknown>>;
}

const call = (more: object = {}) => ({ kind: "subgraph", graph: "inner", input: { note: "to" }, ...more });

/** Nodes in their order, the first is the start; `inner` is the subgraph. */
const cells: Readonly<Record<string, Cell>> = {
  router: { nodes: { first: flakyRouter("asking"), asking: ask("second"), second: flakyRouter("end") }, wanted: 2 },
  task: { nodes: { first: slowTask("asking"), asking: ask("second"), second: slowTask("end") }, wanted: 2 },
  tool: { nodes: askTool, wanted: 2 },
  agent: { nodes: { first: clerk("end") }, wanted: 1 },
  interrupt: {
    nodes: { before: ask("first"), first: flakyTool("asking"), asking: ask("second"), second: flakyTool("end") },
    ...{ wanted: 2, questions: 2 },
  },
  parallel: {
    nodes: {
      first: {
        kind: "parallel",
        branches: { clerk: clerk("join"), tool: { ...flakyTool("join"), writes: "to", onError: { BUSY: "join" } } },
        next: "second",
      },
      second: flakyTool("end"),
    },
    wanted: 3,
  },
  each: {
    nodes: {
      first: { kind: "each", over: "items", as: "to", do: clerk("join"), collect: { notes: "note" }, next: "second" },
      second: flakyTool("end"),
    },
    wanted: 2,
  },
  subgraph: { nodes: { first: call({ next: "last" }), last: flakyTool("end") }, inner: askTool, wanted: 3 },
  "an agent in a subgraph": {
    nodes: { first: call({ next: "last" }), last: flakyTool("end") },
    inner: { first: clerk("end") },
    wanted: 2,
  },
  "a subgraph in each": {
    nodes: {
      first: {
        kind: "each",
        over: "items",
        as: "to",
        do: call({ output: { note: "note" }, next: "join" }),
        collect: { notes: "note" },
        next: "last",
      },
      last: flakyTool("end"),
    },
    ...{ inner: askTool, wanted: 3 },
  },
};

export const retryCases = Object.keys(cells);

export function retryGraph(kind: string): Asking {
  const { nodes, wanted, questions = 1, inner } = cells[kind] as Cell;
  const { registry, done } = flakyRegistry();
  const declared = (id: string, of: Cell["nodes"], more: object = {}): GraphData =>
    ({ id, version: 1, start: Object.keys(of)[0], nodes: of, ...more }) as unknown as GraphData;
  const graphs = inner && { inner: rememberRegistry(declared("inner", inner, { input: ["note"] }), registry) };
  const graph = rememberRegistry(declared("g22", nodes, { input: ["items", "to"] }), { ...registry, ...(graphs && { graphs }) });
  return { graph, done, wanted, questions };
}

/** One chain of nodes twice: declared, and as the StateGraph that somebody would write by hand for it. */
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { z } from "zod";
import { compileDeclaration } from "../../compile/compile-graph.ts";
import type { GraphData } from "../../language/index.ts";
import { router, setup, task, tool } from "../../language/index.ts";
import { memoryPorts } from "../../testkit/memory/memory-ports.ts";

const args = z.object({ count: z.number() });
const isEven = (count: number) => count % 2 === 0;
const world = setup({
  state: { count: z.number() },
  tasks: {
    add: task({
      labels: ["even", "odd"],
      args,
      output: z.number(),
      run: async ({ count }) => ({ label: isEven(count) ? "even" : "odd", output: count + 1 }),
    }),
  },
  tools: { act: tool({ errors: { LOST: "final" }, args, output: z.number(), run: async ({ count }) => count + 1 }) },
  routers: {
    sort: router({
      labels: ["even", "odd"],
      args,
      run: async ({ count }) => [{ label: isEven(count) ? "even" : "odd", confidence: 1 }],
    }),
  },
});

const kinds = [
  (next: string) => ({ kind: "task", task: "add", writes: "count", routes: { even: next, odd: next } }),
  (next: string) => ({ kind: "tool", tool: "act", writes: "count", onError: { LOST: "end" }, next }),
  (next: string) => ({ kind: "router", router: "sort", routes: { even: next, odd: next }, onError: "end" }),
] as const;

const nodeName = (index: number, size: number) => (index < size ? `node${index}` : "end");

export function declaredChain(size: number): GraphData {
  const nodes = Array.from({ length: size }, (_, index) => {
    const kind = kinds[index % kinds.length] as (typeof kinds)[number];
    return [nodeName(index, size), kind(nodeName(index + 1, size))] as const;
  });
  return { id: "chain", version: 1, start: "node0", input: ["count"], nodes: Object.fromEntries(nodes) } as unknown as GraphData;
}

const ports = memoryPorts({ started: async () => {} });
export const compileDeclared = (graph: GraphData) => compileDeclaration({ graph, registry: world.registry }, { ports });

const State = Annotation.Root({ count: Annotation<number>() });
type Values = typeof State.State;

const add = async ({ count }: Values) => ({ count: count + 1 });
const look = async () => ({});
const byCount = ({ count }: Values) => (isEven(count) ? "even" : "odd");

/** The same vertices, labels and targets. */
export function compileByHand(size: number) {
  const builder = new StateGraph(State) as StateGraph<Values, Values, Partial<Values>, string>;
  const target = (index: number) => (index < size ? nodeName(index, size) : END);
  builder.addEdge(START, nodeName(0, size));
  for (let index = 0; index < size; index += 1) {
    const isTool = index % kinds.length === 1;
    const next = target(index + 1);
    builder.addNode(nodeName(index, size), index % kinds.length === 2 ? look : add);
    const ways = isTool ? { next, "error:LOST": END } : { even: next, odd: next };
    builder.addConditionalEdges(nodeName(index, size), isTool ? () => "next" : byCount, ways);
  }
  return builder.compile();
}

/** LangGraph's own `updateState` on a declared graph, as LangGraph Studio calls it: what is next stays next, or the edit is refused by name. */
import { MemorySaver } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { question, setup, task } from "../../../index.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";

const desk = setup({
  roles: ["boss"],
  state: { kind: z.string(), note: z.string() },
  tasks: { sort: task({ labels: ["left", "right"], args: z.object({}), run: async () => ({ label: "right" }) }) },
  questions: { ask: question({ prompt: "?", decisions: { yes: null } }) },
}).defineGraph({
  ...{ id: "studio", version: 1, start: "sort", input: ["kind"] },
  nodes: {
    sort: { kind: "task", task: "sort", routes: { left: "end", right: "ask" } },
    ask: { kind: "interrupt", question: "ask", by: ["boss"], decisions: { yes: "end" } },
  },
});

const config = { configurable: { thread_id: "t" } };

async function waiting() {
  const graph = compileGraph(desk, { ports: memoryPorts(), checkpointer: new MemorySaver() });
  await graph.invoke({ kind: "a" }, config);
  return graph;
}

it.each([undefined, "sort"])("keeps the way that the path has, as node %s", async (node) => {
  const graph = await waiting();
  await graph.updateState(config, { note: "edited" } as never, node);
  const { next, values } = await graph.getState(config);
  expect({ next, note: (values as { note?: string }).note }).toEqual({ next: ["ask"], note: "edited" });
});

it("is refused as a node that has not run last, and decides nothing", async () => {
  const graph = await waiting();
  await expect(graph.updateState(config, { note: "edited" } as never, "ask")).rejects.toThrow(
    /cannot be edited here as node "ask": "sort" has run last\. Edit it as that node, or by POST/,
  );
  expect((await graph.getState(config)).next).toEqual(["ask"]);
});

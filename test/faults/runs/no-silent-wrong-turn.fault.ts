/** G1: a node of every kind gives a label that is not declared, and no run ends as a success. The same in raw LangGraph is counted for comparison. */

import { AIMessage } from "@langchain/core/messages";
import { Annotation, Command, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { fakeModel } from "langchain";
import { afterAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import type { GraphData } from "../../../language/graph/graph-data.ts";
import { agent, list, question, router, setup, task, tool } from "../../../language/index.ts";
import { ToolError } from "../../../language/issues/errors.ts";
import { rememberRegistry } from "../../../language/registry/registry-of.ts";
import { runPath } from "../../../testkit/index.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";
import { counted, recordMeasurement } from "../measure/promise.ts";

const wrong = "nowhere" as "fine";
const base = () => ({
  state: { note: z.string(), items: list(z.string()), item: z.string(), notes: list(z.string()) },
  roles: ["lead"],
  models: {
    hands: () =>
      fakeModel()
        .respondWithTools([{ name: "handoff_to_nowhere", args: {}, id: "h" }])
        .respond(new AIMessage("I stay")),
  },
  agents: {
    talker: agent({ args: z.object({ note: z.string() }), output: z.string(), model: "hands", prompt: "{note}" }),
    other: agent({ args: z.object({}), output: z.string(), run: async () => "other" }),
  },
  routers: { pick: router({ labels: ["fine"], args: z.object({}), run: async () => [{ label: wrong, confidence: 1 }] }) },
  tasks: { check: task({ labels: ["fine"], args: z.object({}), run: async () => ({ label: wrong }) }) },
  tools: {
    act: tool({
      ...{ errors: {}, args: z.object({}), output: z.string() },
      run: async (): Promise<string> => {
        throw new ToolError("NOWHERE");
      },
    }),
  },
  questions: { ask: question({ prompt: "?", decisions: { fine: null } }) },
});
const head = { id: "wrong-turn", version: 1, input: ["note", "items"] };
const input = { note: "kept", items: ["a"] };

function graphOf(nodes: object, start: string): GraphData {
  const inner = { id: "inner", version: 1, start: "check", nodes: { check: { kind: "task", task: "check", routes: { fine: "end" } } } };
  const graphs = { inner: rememberRegistry(inner as never, setup(base()).registry) };
  return rememberRegistry({ ...head, start, nodes } as never, { ...setup(base()).registry, graphs } as never);
}

const pick = { kind: "router", router: "pick", routes: { fine: "end" } };
const inBody = { kind: "task", task: "check", routes: { fine: "join" } };
const cases = [
  { kind: "router", nodes: { start: pick } },
  { kind: "task", nodes: { start: { kind: "task", task: "check", routes: { fine: "end" } } } },
  { kind: "each", nodes: { start: { kind: "each", over: "items", as: "item", do: inBody, next: "end" } } },
  {
    kind: "parallel",
    nodes: {
      start: {
        kind: "parallel",
        branches: { one: inBody, two: { kind: "agent", agent: "other", writes: "item", next: "join" } },
        next: "end",
      },
    },
  },
  { kind: "subgraph", nodes: { start: { kind: "subgraph", graph: "inner", next: "end" } } },
  { kind: "tool", nodes: { start: { kind: "tool", tool: "act", writes: "item", next: "end" } } },
  {
    kind: "agent",
    nodes: {
      start: { kind: "agent", agent: "talker", writes: "item", handoff: { other: "never" }, next: "end" },
      other: { kind: "agent", agent: "other", writes: "item", next: "end" },
    },
  },
  { kind: "interrupt", nodes: { start: { kind: "interrupt", question: "ask", by: ["lead"], decisions: { fine: "end" } } } },
];
const outcomes = new Map<string, string>();
let silentInRaw = 0;
afterAll(() => {
  const violations = [...outcomes.values()].filter((outcome) => outcome === "silent").length;
  const trials = cases.length;
  console.log(`G1: ${counted({ trials, violations })}`);
  for (const [kind, outcome] of outcomes) console.log(`  ${kind.padEnd(10)} ${outcome}`);
  const off = { trials: 1, violations: silentInRaw, how: "raw LangGraph" };
  recordMeasurement({ promise: "an undeclared label never ends a run as a success, in any kind of node", trials, violations, off });
});

it.each(cases.map((one) => [one.kind, one] as const))("%s", async (kind, { nodes }) => {
  outcomes.set(kind, "silent");
  const graph = graphOf(nodes, "start");
  outcomes.set(kind, kind === "interrupt" ? await answeredWrong(graph) : await ranWrong(kind, graph));
  expect(outcomes.get(kind)).not.toBe("silent");
});

async function ranWrong(kind: string, graph: GraphData): Promise<string> {
  const result = await runPath(graph, { input });
  expect(result.state.note).toBe("kept");
  return outcomeOf(kind, result);
}

/** A path test refuses such an answer before it runs, so that LangGraph is resumed with it: the person is asked again. */
async function answeredWrong(graph: GraphData): Promise<string> {
  const compiled = compileGraph(graph, { ports: memoryPorts(), checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: "wrong" } };
  await compiled.invoke(input, config);
  const stopped: unknown = await compiled.invoke(new Command({ resume: { decision: "nowhere" } }), config);
  const [{ value: asked }] = z
    .object({ __interrupt__: z.tuple([z.object({ value: z.object({ problem: z.string() }) })]) })
    .parse(stopped).__interrupt__;
  expect((await compiled.getState(config)).values.note).toBe("kept");
  return asked.problem.includes("nowhere") ? "asked again" : "silent";
}

/** A model's handoff is refused as a tool error; all others end the run with an error. */
function outcomeOf(kind: string, { error, path }: Awaited<ReturnType<typeof runPath>>): string {
  if (kind === "agent") return path.join() === "start -next-> end" ? "refused to the model" : "silent";
  const code = (error as { code?: string } | undefined)?.code;
  const expected = kind === "tool" ? "NODE_FAILED" : "UNDECLARED_LABEL";
  return code === expected ? code : "silent";
}

it("raw LangGraph ends such a run as a success", async () => {
  const State = Annotation.Root({ note: Annotation<string>() });
  const raw = new StateGraph(State)
    .addNode("start", () => ({}))
    .addEdge(START, "start")
    .addConditionalEdges("start", () => "nowhere")
    .compile();
  const ended = await raw.invoke({ note: "kept" }).then(
    () => "silent",
    () => "failed",
  );
  silentInRaw = ended === "silent" ? 1 : 0;
  console.log(`G1 with the protection off: ${counted({ trials: 1, violations: silentInRaw })}`);
  expect(ended).toBe("silent");
});

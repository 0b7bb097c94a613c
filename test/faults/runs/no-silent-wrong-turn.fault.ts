/** G1: a node of every kind gives a label that is not declared, and no run ends as a success. The same in raw LangGraph is counted for comparison. */

import { AIMessage } from "@langchain/core/messages";
import { Annotation, START, StateGraph } from "@langchain/langgraph";
import { fakeModel } from "langchain";
import { afterAll, expect, it } from "vitest";
import { z } from "zod";
import type { GraphData } from "../../../language/graph/graph-data.ts";
import { agent, list, question, router, setup, task, tool } from "../../../language/index.ts";
import { ToolError } from "../../../language/issues/errors.ts";
import { rememberRegistry } from "../../../language/registry/registry-of.ts";
import { runPath } from "../../../testkit/index.ts";
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
  const result = await runPath(graphOf(nodes, "start"), { input, answers: { start: "nowhere" } });
  expect(result.state.note).toBe("kept");
  outcomes.set(kind, outcomeOf(kind, result));
  expect(outcomes.get(kind)).not.toBe("silent");
});

/** A model's handoff is refused as a tool error and a person is asked again; all others end the run with an error. */
function outcomeOf(kind: string, { error, path, waitsAt, asks }: Awaited<ReturnType<typeof runPath>>): string {
  if (kind === "interrupt") return waitsAt === "start" && asks?.problem?.includes("nowhere") ? "asked again" : "silent";
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

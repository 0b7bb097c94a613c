/** A signal that arrives before a run's first super-step stops the run after it: neither an answer nor an input is lost. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { Command, MemorySaver } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { z } from "zod";
import { type CompiledGraph, compileGraph } from "../../../compile/compile-graph.ts";
import { question, setup } from "../../../language/index.ts";
import { STORED } from "../../../persistence/checkpointer/saver.ts";
import type { RunPayload } from "../../../persistence/statements/runs/rows.ts";
import { SignalControl } from "../../../runtime/engine/signal-control.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";
import { refundDesk } from "../../fixtures/refund-desk.ts";

/** Tells what FencedSaver tells. */
class TellingSaver extends MemorySaver {
  override async put(config: RunnableConfig, ...rest: [never, never]): Promise<RunnableConfig> {
    const stored = await super.put(config, ...rest);
    if (!config.configurable?.checkpoint_ns) config.configurable?.[STORED]?.();
    return stored;
  }
}

const on = (control?: SignalControl) => ({
  durability: "sync" as const,
  configurable: { thread_id: "t", ...(control && { [STORED]: control.stored }) },
});
const compiled = (graph: Parameters<typeof compileGraph>[0] = refundDesk()) =>
  compileGraph(graph, { ports: memoryPorts(), checkpointer: new TellingSaver() });

function signalled(payload: RunPayload): SignalControl {
  const control = new SignalControl(payload);
  control.stopForSignal();
  return control;
}

async function answerTo(graph: CompiledGraph, answer: object): Promise<Record<string, unknown>> {
  const { tasks } = await graph.getState(on());
  return { [tasks[0]?.interrupts[0]?.id ?? ""]: answer };
}

it("keeps an answer", async () => {
  const graph = compiled();
  await graph.invoke({ message: "hello" }, on());
  const resume = await answerTo(graph, { decision: "approve" });
  const control = signalled({ resume });
  await expect(graph.invoke(new Command({ resume }), { ...on(control), control })).rejects.toThrow("drain");
  const state = await graph.getState(on());
  expect(state.next).toEqual(["pay"]);
  expect(control.endsForSignal).toBe(true);
});

it("keeps an answer to a question inside a graph's node, which asks the control too", async () => {
  const text = z.string();
  const answered = { kind: "interrupt", question: "which", by: ["lead"], writes: { say: { said: "said" } } } as const;
  const inner = setup({
    roles: ["lead"],
    state: { said: text },
    questions: { which: question({ prompt: "Which?", decisions: { say: z.object({ said: text }) } }) },
  }).defineGraph({
    ...{ id: "inner", version: 1, start: "first", input: [], output: ["said"] },
    nodes: { first: { ...answered, decisions: { say: "second" } }, second: { ...answered, decisions: { say: "end" } } },
  });
  const outer = setup({ roles: ["lead"], state: { said: text }, graphs: { inner } }).defineGraph({
    ...{ id: "outer", version: 1, start: "sub", input: [], output: ["said"] },
    nodes: { sub: { kind: "subgraph", graph: "inner", output: { said: "said" }, next: "end" } },
  });
  const graph = compiled(outer);
  await graph.invoke({}, on());
  const resume = await answerTo(graph, { decision: "say", form: { said: "this one" } });
  const control = signalled({ resume });
  await graph.invoke(new Command({ resume }), { ...on(control), control });
  const { tasks } = await graph.getState(on(), { subgraphs: true });
  expect(tasks[0]?.state).toMatchObject({ next: ["second"], values: { said: "this one" } });
});

it("keeps an input", async () => {
  const graph = compiled();
  const input = { message: "hello" };
  const control = signalled({ input });
  await expect(graph.invoke(input, { ...on(control), control })).rejects.toThrow("drain");
  const state = await graph.getState(on());
  expect(state.values.message).toBe("hello");
  expect(state.next).toEqual(["triage"]);
});

it("does not end a run that a shutdown stopped before its first super-step", async () => {
  const control = new SignalControl({ resume: {} });
  control.requestDrain("shutdown");
  expect(control.drainRequested).toBe(true);
  control.stopForSignal();
  expect(control.endsForSignal).toBe(false);
});

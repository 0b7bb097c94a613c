/** A signal that arrives before a run's first super-step stops the run after it: neither an answer nor an input is lost. */
import { Command, MemorySaver } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { compileGraph } from "../../../compile/compile-graph.ts";
import type { RunPayload } from "../../../persistence/statements/runs/rows.ts";
import { SignalControl } from "../../../runtime/engine/signal-control.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";
import { refundDesk } from "../../fixtures/refund-desk.ts";

const config = { configurable: { thread_id: "t" } };
const compiled = () => compileGraph(refundDesk(), { ports: memoryPorts(), checkpointer: new MemorySaver() });

function signalled(payload: RunPayload): SignalControl {
  const control = new SignalControl(payload);
  control.stopForSignal();
  return control;
}

it("keeps an answer", async () => {
  const graph = compiled();
  await graph.invoke({ message: "hello" }, config);
  const { tasks } = await graph.getState(config);
  const resume = { [tasks[0]?.interrupts[0]?.id ?? ""]: { decision: "approve" } };
  const control = signalled({ resume });
  await expect(graph.invoke(new Command({ resume }), { ...config, control })).rejects.toThrow("drain");
  const state = await graph.getState(config);
  expect(state.next).toEqual(["pay"]);
  expect(control.endsForSignal).toBe(true);
});

it("keeps an input", async () => {
  const graph = compiled();
  const input = { message: "hello" };
  await expect(graph.invoke(input, { ...config, control: signalled({ input }) })).rejects.toThrow("drain");
  const state = await graph.getState(config);
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

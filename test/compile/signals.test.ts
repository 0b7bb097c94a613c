/** A signal takes its edge regardless of the active node, and supersedes every open question. */
import { Command, MemorySaver } from "@langchain/langgraph";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { compileDeclaration } from "../../compile/compile-graph.ts";
import { signalUpdate } from "../../compile/outside/signal.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { question, setup, task } from "../../language/index.ts";
import { memoryPorts } from "../../testkit/memory/memory-ports.ts";

const world = setup({
  roles: ["lead"],
  state: { note: z.string() },
  tasks: {
    work: task({ labels: ["done"], args: z.object({}), output: z.string(), run: async () => ({ label: "done", output: "worked" }) }),
  },
  questions: {
    ask: question({ prompt: "?", decisions: { yes: null } }),
    human: question({ prompt: "You have it.", decisions: { close: null } }),
  },
});
const graph = {
  id: "signals",
  version: 1,
  start: "work",
  signals: { takeOver: { by: ["lead"], next: "human" } },
  nodes: {
    work: { kind: "task", task: "work", writes: "note", routes: { done: "ask" } },
    ask: { kind: "interrupt", question: "ask", by: ["lead"], decisions: { yes: "end" } },
    human: { kind: "interrupt", question: "human", by: ["lead"], decisions: { close: "end" } },
  },
} as never;

describe("a signal", () => {
  it("moves a waiting thread to its target, and the old question can no longer be answered", async () => {
    const checkpointer = new MemorySaver();
    const compiled = compileDeclaration({ graph, registry: world.registry }, { ports: memoryPorts(), checkpointer });
    const config = { configurable: { thread_id: "t", __pregel_strict_resume: true }, durability: "sync" as const };
    const asked = (await compiled.invoke({}, config)) as { __interrupt__: { id: string; value: { node: string } }[] };
    expect(asked.__interrupt__[0]?.value.node).toBe("ask");
    const { values, asNode } = signalUpdate(normalise(graph, world.registry), "takeOver");
    await compiled.updateState(config, values, asNode);
    const taken = (await compiled.invoke(null, config)) as typeof asked;
    expect(taken.__interrupt__.map(({ value }) => value.node)).toEqual(["human"]);
    await expect(
      compiled.invoke(new Command({ resume: { [asked.__interrupt__[0]?.id as string]: { decision: "yes" } } }), config),
    ).rejects.toThrow();
    await compiled.invoke(new Command({ resume: { [taken.__interrupt__[0]?.id as string]: { decision: "close" } } }), config);
    const tuple = await checkpointer.getTuple(config);
    expect(tuple?.checkpoint.channel_values.__path).toEqual([
      { node: "work", label: "done", target: "ask" },
      { node: "(outside)", label: "signal:takeOver", target: "human" },
      { node: "human", label: "close", target: "end" },
    ]);
    expect((await compiled.getState(config)).values).toEqual({ note: "worked" });
  });
});

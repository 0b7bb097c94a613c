/** An agent that had ended when its worker died, before its last checkpoint was stored: its answer is read from its messages, and no model is called again. */
import type { RunnableConfig } from "@langchain/core/runnables";
import { MemorySaver } from "@langchain/langgraph";
import { fakeModel } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../compile/compile-graph.ts";
import { agent, setup } from "../../language/index.ts";
import { memoryPorts } from "../../testkit/memory/memory-ports.ts";

/** After the model's answer it stores no further checkpoint until it is restarted. */
class DyingSaver extends MemorySaver {
  private state: "living" | "dead" | "again" = "living";

  startAgain(): void {
    this.state = "again";
  }

  override async put(...stored: Parameters<MemorySaver["put"]>): Promise<RunnableConfig> {
    const [config, , metadata] = stored;
    const isOfAgent = Boolean(config.configurable?.checkpoint_ns) && metadata.step > 0;
    if (isOfAgent && this.state === "living") this.state = "dead";
    if (this.state === "dead") throw new Error("kill -9");
    return super.put(...stored);
  }
}

it.each([
  ["draft", z.object({ cents: z.number() }), { cents: 5 }],
  ["words", z.array(z.string()), ["five"]],
] as const)("of output %s", async (writes, output, answer) => {
  const args = writes === "draft" ? answer : { output: answer };
  const model = fakeModel().respondWithTools([{ name: "extract-answer", args: args as Record<string, unknown> }]);
  const graph = setup({
    state: { draft: z.object({ cents: z.number() }), words: z.array(z.string()) },
    models: { main: () => model },
    agents: { drafter: agent({ args: z.object({}), output: output as z.ZodType, model: "main", prompt: "Draft." }) },
  }).defineGraph({
    ...{ id: "drafts", version: 1, start: "draw" },
    nodes: { draw: { kind: "agent", agent: "drafter", writes, next: "end" } },
  } as never);
  const saver = new DyingSaver();
  const compiled = compileGraph(graph, { ports: memoryPorts(), checkpointer: saver });
  const config = { configurable: { thread_id: "t", run_id: "r" }, durability: "sync" as const };
  await expect(compiled.invoke({} as never, config)).rejects.toThrow("kill -9");
  saver.startAgain();
  expect(await compiled.invoke(null, config)).toMatchObject({ [writes]: answer });
  expect(model.calls).toHaveLength(1);
});

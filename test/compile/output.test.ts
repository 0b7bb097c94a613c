/** A graph chooses its output: nothing, or channels that its path does not write. */
import { expect, it } from "vitest";
import { z } from "zod";
import { setup, task } from "../../language/index.ts";
import { runPath } from "../../testkit/index.ts";

const world = setup({
  state: { note: z.string(), other: z.string() },
  tasks: { go: task({ labels: ["done"], args: z.object({}), output: z.string(), run: async () => ({ label: "done", output: "went" }) }) },
});

// LangGraph's invoke gives nothing at all then, and the test kit took it for a result
it.each([[[]], [["other" as const]]])("runs when its output is %j", async (output) => {
  const nodes = { go: { kind: "task", task: "go", writes: "note", routes: { done: "end" } } } as const;
  const graph = world.defineGraph({ id: "quiet", version: 1, start: "go", output, nodes });
  const result = await runPath(graph, { input: {} });
  expect(result.error).toBeUndefined();
  expect(result.path).toEqual(["go -done-> end"]);
});

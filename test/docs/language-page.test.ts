/** docs/language.md: its tables are those of the language's schema, and its YAML is a graph. */
import { expect, test } from "vitest";
import { z } from "zod";
import { agent, setup } from "../../language/index.ts";
import { regenerated } from "./pages/language-page.ts";
import { blockNamed } from "./pages/markdown.ts";

test("its generated parts are up to date: `npx vitest run test/docs/language-page.test.ts -u` writes them", async () => {
  await expect(regenerated()).toMatchFileSnapshot("../../docs/language.md");
});

test("its YAML is a graph", () => {
  const args = z.object({ question: z.string() });
  const helper = agent({ args, output: z.string(), run: async ({ question }) => question });
  const { loadGraph } = setup({ state: { question: z.string(), answer: z.string() }, agents: { helper } });
  expect(loadGraph(blockNamed("docs/language.md#hello-world yaml"), "language.md").id).toBe("hello");
  expect(loadGraph(blockNamed("docs/language.md#hello-world yaml 2"), "language.md").nodes).toEqual({
    draft: { kind: "agent", agent: "helper", writes: "answer", next: "reply" },
    reply: { kind: "agent", agent: "helper", writes: "answer", next: "end" },
  });
});

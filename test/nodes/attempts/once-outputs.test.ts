/** The output of a tool with `once` is kept for later attempts: one that JSON would change is refused by name, before anything else gets it. */
import { expect, it } from "vitest";
import { z } from "zod";
import { setup, tool } from "../../../index.ts";
import { runPath } from "../../../testkit/index.ts";

const unlike = { aDate: new Date(0), aMap: new Map([["a", 1]]), notANumber: Number.NaN };

function deskOf(effect: "transaction" | "outside" | "idempotent", output: unknown) {
  return setup({
    state: { kept: z.any() },
    tools: { act: tool({ errors: {}, args: z.object({}), output: z.any(), effect, once: [], run: async () => ({ of: [output] }) }) },
  }).defineGraph({
    ...{ id: "once", version: 1, start: "act", input: [], output: ["kept"] },
    nodes: { act: { kind: "tool", tool: "act", writes: "kept", next: "end" } },
  });
}

it.each(
  (["transaction", "outside", "idempotent"] as const).flatMap((effect) => Object.keys(unlike).map((name) => [effect, name] as const)),
)("of the effect %s is refused as %s, with its place", async (effect, name) => {
  const graph = deskOf(effect, unlike[name as keyof typeof unlike]);
  const sql = { query: async () => [] };
  const { error } = await runPath(graph, { input: {}, ports: { sql } });
  expect(String(error)).toMatch(/UNSTORABLE_STATE: node "act" called a tool with `once`.*at output\.of\.0/);
});

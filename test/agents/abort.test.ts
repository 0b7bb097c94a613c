/** A timeout reaches the request itself, and a result that comes too late is dropped and recorded. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { agent, setup, tool } from "../../language/index.ts";
import { runPath } from "../../testkit/index.ts";
import { rows } from "./matrix-cells.ts";
import { graphOf } from "./matrix-graphs.ts";
import { Wire } from "./wire.ts";

const wire = new Wire();
beforeAll(() => wire.start());
afterAll(() => wire.stop());

it("hangs up on the provider when the time is over", async () => {
  const row = rows.find(({ isLimited }) => isLimited) as (typeof rows)[number];
  const models = { main: wire.model("cell-abort", ["never"]), spare: wire.model("cell-abort", ["good"], "gpt-4.1") };
  const { path } = await runPath(graphOf("alone", { row, policy: "onError", models }), { input: { key: "cell-abort" } });
  expect(path).toEqual(["talk -error:timeout-> person", "waits at person"]);
  await expect.poll(() => ({ held: wire.held, aborted: wire.aborted })).toEqual({ held: 1, aborted: 1 });
});

it("drops what a tool answers after its time, and says so in the log", async () => {
  const said: string[] = [];
  const log = { info() {}, warn: (message: string) => said.push(message), error() {} };
  const deaf = setup({
    state: { receipt: z.string() },
    agents: { other: agent({ args: z.object({}), output: z.string(), run: async () => "other" }) },
    tools: {
      pay: tool({
        ...{ errors: {}, args: z.object({}), output: z.string() },
        run: async () => {
          await new Promise((resolve) => setTimeout(resolve, 40));
          return "paid";
        },
      }),
    },
  }).defineGraph({
    ...{ id: "deaf", version: 1, start: "payIt" },
    nodes: {
      payIt: { kind: "tool", tool: "pay", writes: "receipt", timeout: "15ms", onError: { default: "other2" }, next: "end" },
      other2: { kind: "agent", agent: "other", writes: "receipt", next: "end" },
    },
  });
  const { state, path } = await runPath(deaf, { input: {}, ports: { log } });
  expect(path).toEqual(["payIt -error-> other2", "other2 -next-> end"]);
  expect(state.receipt).toBe("other");
  await expect.poll(() => said).toContain("a late result was dropped");
});

/** A timeout reaches the request itself, and a result that comes too late is dropped and recorded. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { agent, setup, tool } from "../../../language/index.ts";
import type { Ports } from "../../../nodes/call/ports.ts";
import { runPath } from "../../../testkit/index.ts";
import { rows } from "./matrix/matrix-cells.ts";
import { graphOf } from "./matrix/matrix-graphs.ts";
import { Wire } from "./wire.ts";

const wire = new Wire();
beforeAll(() => wire.start());
afterAll(() => wire.stop());

it("closes the connection to the provider on a timeout", async () => {
  const row = rows.find(({ isLimited }) => isLimited) as (typeof rows)[number];
  const models = { main: wire.model("cell-abort", ["never"]), spare: wire.model("cell-abort", ["good"], "gpt-4.1") };
  const { path } = await runPath(graphOf("alone", { row, policy: "onError", models }), { input: { key: "cell-abort" }, models: "real" });
  expect(path).toEqual(["talk -error:timeout-> person", "waits at person"]);
  await expect.poll(() => ({ held: wire.held, aborted: wire.aborted })).toEqual({ held: 1, aborted: 1 });
});

it("drops a result that a tool returns after its timeout, and records it", async () => {
  const said: unknown[] = [];
  const record: Ports["record"] = async ({ node }, what) => {
    said.push({ node, what });
  };
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
  const { state, path } = await runPath(deaf, { input: {}, ports: { record } });
  expect(path).toEqual(["payIt -error-> other2", "other2 -next-> end"]);
  expect(state.receipt).toBe("other");
  await expect.poll(() => said).toContainEqual({ node: "payIt", what: "result.late" });
});

describe("a tool that ignores its timeout", () => {
  /** The most attempts that were at work at once, when each takes until two are at work, or far longer than its time. */
  async function mostAtOnce(effect: "none" | "idempotent" | "outside"): Promise<number> {
    let working = 0;
    let most = 0;
    const two = Promise.withResolvers<void>();
    const graph = setup({
      state: { receipt: z.string() },
      tools: {
        deaf: tool({
          ...{ errors: {}, args: z.object({}), output: z.string(), effect },
          run: async () => {
            working += 1;
            most = Math.max(most, working);
            if (working === 2) two.resolve();
            await (effect === "outside" ? new Promise((resolve) => setTimeout(resolve, 3_000)) : two.promise);
            working -= 1;
            return "late";
          },
        }),
      },
    }).defineGraph({
      ...{ id: "overlap", version: 1, start: "act" },
      nodes: {
        act: {
          ...{ kind: "tool", tool: "deaf", writes: "receipt", onError: { default: "end" }, next: "end" },
          ...{ timeout: "50ms", retry: { maxAttempts: 3, initialInterval: "1ms" } },
        },
      },
    });
    const { path } = await runPath(graph, { input: {} });
    expect(path[0]).toMatch(effect === "outside" ? /^act -error-> end/ : "act -next-> end (2 attempts)");
    return most;
  }

  it("is never retried while it still runs, if it may act", async () => {
    expect(await mostAtOnce("outside")).toBe(1);
  });

  it("is retried if it is declared to have no effect, or an idempotent one", async () => {
    expect(await mostAtOnce("none")).toBeGreaterThan(1);
    expect(await mostAtOnce("idempotent")).toBeGreaterThan(1);
  });
});

/** A tool node whose effect is interrupted: a label of its own, and never a blind repeat. An effect that the tool reports as not done is an ordinary error. */
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { question, setup, tool } from "../../language/index.ts";
import { ToolError } from "../../language/issues/errors.ts";
import { fail, runPath } from "../../testkit/index.ts";

const sent: string[] = [];
const world = setup({
  state: { order: z.string(), receipt: z.string(), proof: z.string() },
  roles: ["staff"],
  tools: {
    ship: tool({
      ...{ errors: { NO_STOCK: "retryable" }, args: z.object({ order: z.string() }), output: z.string(), once: ["order"] },
      run: async ({ order }, { idempotencyKey }) => {
        sent.push(idempotencyKey);
        if (order === "cut") throw new Error("socket hang up");
        if (order === "none") throw new ToolError("NO_STOCK");
        return `shipped ${order}`;
      },
    }),
  },
  questions: { look: question({ prompt: "Did it leave?", decisions: { yes: z.object({ proof: z.string() }), no: null } }) },
});
const node = { kind: "tool", tool: "ship", writes: "receipt", retry: { maxAttempts: 3, initialInterval: "1ms" } } as const;
const head = { version: 1, start: "shipping", input: ["order"] } as const;
const careful = world.defineGraph({
  ...head,
  id: "careful",
  nodes: {
    shipping: { ...node, onError: { NO_STOCK: "end" }, onUnknown: "person", next: "end" },
    person: {
      ...{ kind: "interrupt", question: "look", by: ["staff"], shows: ["order"] },
      ...{ decisions: { yes: "end", no: "shipping" }, writes: { yes: { proof: "proof" } } },
    },
  },
});
const plain = world.defineGraph({
  ...head,
  id: "plain",
  nodes: { shipping: { ...node, onError: { NO_STOCK: "end", default: "end" }, next: "end" } },
});

describe("an effect outside", () => {
  it("that is interrupted goes to a person, and is never repeated by itself", async () => {
    sent.splice(0);
    const result = await runPath(careful, { input: { order: "cut" } });
    expect(result.path).toEqual(["shipping -effectUnknown-> person", "waits at person"]);
    expect(sent).toHaveLength(1);
    expect(result.asks?.escalation?.errors).toMatchObject([{ node: "shipping", code: "EFFECT_UNKNOWN" }]);
  });

  it("is a new one when a person says that it did not happen", async () => {
    sent.splice(0);
    const { path } = await runPath(careful, {
      input: { order: "cut" },
      answers: { person: ["no", { decision: "yes", form: { proof: "p-1" } }] },
    });
    expect(path).toEqual([
      ...["shipping -effectUnknown-> person", "person -no-> shipping"],
      ...["shipping -effectUnknown-> person", "person -yes-> end"],
    ]);
    expect(new Set(sent).size).toBe(2);
  });

  it("that the tool reports as not done is retried under the same key", async () => {
    sent.splice(0);
    const { path } = await runPath(careful, { input: { order: "none" } });
    expect(path).toEqual(["shipping -error:NO_STOCK-> end (3 attempts)"]);
    expect(sent).toHaveLength(3);
    expect(new Set(sent).size).toBe(1);
  });

  it("takes the default edge where no other is declared", async () => {
    expect((await runPath(plain, { input: { order: "cut" } })).path).toEqual(["shipping -error-> end"]);
  });

  it("is unknown after a timeout too", async () => {
    const { path } = await runPath(careful, { input: { order: "a" }, faults: [fail("shipping", "timeout")] });
    expect(path[0]).toBe("shipping -effectUnknown-> person");
  });
});

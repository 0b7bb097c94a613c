/** G9: an effect happens at most once although its node times out and is retried. The same tool without `once` is counted for comparison. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { z } from "zod";
import { question, setup, tool } from "../../../language/index.ts";
import { ToolError } from "../../../language/issues/errors.ts";
import { runPath } from "../../../testkit/index.ts";
import { counted, recordMeasurement } from "../measure/promise.ts";

const TRIALS = 20;
const printed: string[] = [];
const on = { trials: 0, violations: 0 };
const off = { trials: 0, violations: 0 };
afterAll(() => {
  console.log(printed.join("\n"));
  recordMeasurement({
    promise: "a payment that times out happens once, or a person is asked",
    ...on,
    off: { ...off, how: "a tool without `once`" },
  });
});

/** What the tool does after its effect, and whether the effect's outcome is known then. */
const misbehaviours = {
  "stops at its abort signal": { act: (signal: AbortSignal) => sleep(10_000, undefined, { signal }), known: false },
  "ends a little late": { act: () => sleep(200), known: true },
  "ignores its abort signal": { act: () => sleep(5_000), known: false },
  "loses its connection": { act: () => Promise.reject(new Error("socket hang up")), known: false },
} as const;
type Misbehaviour = keyof typeof misbehaviours;
const TIMEOUT = "150ms";

/** Pays, then misbehaves: a second try pays twice. */
function desk(misbehaviour: Misbehaviour, guard: object) {
  const payments: string[] = [];
  const acts: Promise<unknown>[] = [];
  const graph = setup({
    state: { order: z.string(), receipt: z.string() },
    roles: ["staff"],
    tools: {
      pay: tool({
        ...{ errors: { BUSY: "retryable" }, args: z.object({ order: z.string() }), output: z.string() },
        ...guard,
        run: async ({ order }, { signal, attempt }) => {
          if (attempt === 1) throw new ToolError("BUSY");
          payments.push(order);
          const act = misbehaviours[misbehaviour].act(signal);
          acts.push(act);
          await act;
          return "paid";
        },
      }),
    },
    questions: { look: question({ prompt: "Was it paid?", decisions: { yes: null } }) },
  }).defineGraph({
    ...{ id: "g9", version: 1, start: "paying", input: ["order"] },
    nodes: {
      paying: {
        ...{ kind: "tool", tool: "pay", writes: "receipt", onError: { BUSY: "end", default: "end" }, next: "end" },
        ...{ timeout: TIMEOUT, retry: { maxAttempts: 4, initialInterval: "1ms" } },
        ...("once" in guard && { onUnknown: "person" }),
      },
      ...("once" in guard && { person: { kind: "interrupt", question: "look", by: ["staff"], decisions: { yes: "end" } } }),
    },
  } as never);
  return { graph, payments, acts };
}

async function countViolations(misbehaviour: Misbehaviour, guard: object): Promise<number> {
  const trials = Array.from({ length: TRIALS }, async () => {
    const { graph, payments, acts } = desk(misbehaviour, guard);
    const { path } = await runPath(graph, { input: { order: "o" } });
    await Promise.allSettled(acts); // also what still runs after its timeout
    return { payments: payments.length, path };
  });
  const seen = await Promise.all(trials);
  const expected = misbehaviours[misbehaviour].known
    ? ["paying -next-> end (2 attempts)"]
    : ["paying -effectUnknown-> person (2 attempts)", "waits at person"];
  if ("once" in guard) expect(seen.map(({ path }) => path)).toEqual(seen.map(() => expected));
  return seen.filter(({ payments }) => payments !== 1).length;
}

it.each(Object.keys(misbehaviours) as Misbehaviour[])("a tool that %s acts once, and an unknown outcome goes to a person", async (name) => {
  const found = await countViolations(name, { once: ["order"] });
  const without = await countViolations(name, { effect: "idempotent" });
  on.trials += TRIALS;
  on.violations += found;
  off.trials += TRIALS;
  off.violations += without;
  printed.push(
    `G9, a tool that ${name}: ${counted({ trials: TRIALS, violations: found })} (without once: ${counted({ trials: TRIALS, violations: without })})`,
  );
  expect(found).toBe(0);
  // a lost connection is not a declared error: without `once` it is not retried either
  if (name !== "loses its connection") expect(without).toBeGreaterThanOrEqual(1);
});

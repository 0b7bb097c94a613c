/** G9, the part of timeouts: an effect happens at most once though its node times out and is tried again; the same tool without `once` counted beside. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { z } from "zod";
import { question, setup, tool } from "../../language/index.ts";
import { ToolError } from "../../language/issues/errors.ts";
import { runPath } from "../../testkit/index.ts";
import { tell } from "./measure/promise.ts";

const TRIALS = 20;
const printed: string[] = [];
const kept = { trials: 0, violations: 0 };
const off = { trials: 0, violations: 0 };
afterAll(() => {
  console.log(printed.join("\n"));
  tell({
    id: "G9",
    promise: "a payment that times out happens once, or a person is asked",
    ...kept,
    off: { ...off, how: "a tool without `once`" },
  });
});

/** How the tool misbehaves, once it has acted, and what is known of its effect then. */
const habits = {
  "stops when its signal says so": { act: (signal: AbortSignal) => sleep(10_000, undefined, { signal }), known: false },
  "ends a little late": { act: () => sleep(200), known: true },
  "takes no notice of its signal": { act: () => sleep(800), known: false },
  "loses its connection": { act: () => Promise.reject(new Error("socket hang up")), known: false },
} as const;
type Habit = keyof typeof habits;
const TIMEOUT = "150ms";

/** Pays, then misbehaves: whoever tries it again pays twice. */
function desk(habit: Habit, guard: object) {
  const payments: string[] = [];
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
          await habits[habit].act(signal);
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
  return { graph, payments };
}

async function violations(habit: Habit, guard: object): Promise<number> {
  const trials = Array.from({ length: TRIALS }, async () => {
    const { graph, payments } = desk(habit, guard);
    const { path } = await runPath(graph, { input: { order: "o" } });
    await sleep(800); // what goes on after its time
    return { payments: payments.length, path };
  });
  const seen = await Promise.all(trials);
  const expected = habits[habit].known
    ? ["paying -next-> end (2 attempts)"]
    : ["paying -effectUnknown-> person (2 attempts)", "waits at person"];
  if ("once" in guard) expect(seen.map(({ path }) => path)).toEqual(seen.map(() => expected));
  return seen.filter(({ payments }) => payments !== 1).length;
}

it.each(Object.keys(habits) as Habit[])("a tool that %s acts once, and what nobody knows goes to a person", async (habit) => {
  const found = await violations(habit, { once: ["order"] });
  const without = await violations(habit, { effect: "idempotent" });
  kept.trials += TRIALS;
  kept.violations += found;
  off.trials += TRIALS;
  off.violations += without;
  printed.push(`G9 timeout, a tool that ${habit}: ${TRIALS} trials, ${found} violations (without once: ${without})`);
  expect(found).toBe(0);
  // a lost connection is no declared error: without `once` it is not tried again either
  if (habit !== "loses its connection") expect(without).toBeGreaterThanOrEqual(1);
});

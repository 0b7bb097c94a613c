/** A declared graph whose tool pays outside its transaction and then fails as its input says. An unknown outcome goes to a person. */
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { question, setup, tool } from "../../../language/index.ts";
import { ToolError } from "../../../language/issues/errors.ts";
import type { Sql } from "../../../language/registry/context.ts";

export type Trouble = "none" | "busy" | "breaks off" | "late" | "kills" | "hangs" | "frozen";

/** once: the effect is recorded. unguarded: the tool declares that it may be repeated. */
export type Guard = "once" | "unguarded";

export async function paymentsFor(sql: Sql, order: number): Promise<number> {
  const [row] = await sql.query<{ n: number }>("select count(*)::int as n from payments where amount = $1", [order]);
  return row?.n ?? 0;
}

interface ToolContext {
  readonly sql: Sql;
  readonly signal: AbortSignal;
  readonly attempt: number;
}

/** Pays first, and fails afterwards, the first time only. */
async function pay(order: number, trouble: Trouble, { sql, signal, attempt }: ToolContext): Promise<string> {
  if (trouble === "busy" && attempt === 1) throw new ToolError("BUSY");
  if (trouble === "frozen" && (await paymentsFor(sql, 0 - order)) === 0) {
    await sql.query("insert into payments (amount) values ($1)", [0 - order]);
    await sleep(1_000);
  }
  await sql.query("insert into payments (amount) values ($1)", [order]);
  if ((await paymentsFor(sql, order)) > 1) return "paid again";
  if (trouble === "kills") process.kill(process.pid, "SIGKILL");
  if (trouble === "breaks off") throw new Error("socket hang up");
  if (trouble === "late") await sleep(60_000, undefined, { signal });
  if (trouble === "hangs") await sleep(60_000);
  return "paid";
}

export const paymentGraph = (guard: Guard) =>
  setup({
    state: { order: z.number(), trouble: z.string(), receipt: z.string() },
    roles: ["staff"],
    tools: {
      pay: tool({
        ...{ errors: { BUSY: "retryable" }, args: z.object({ order: z.number(), trouble: z.string() }), output: z.string() },
        ...(guard === "once" ? { once: ["order"] } : { effect: "idempotent" }),
        run: ({ order, trouble }: { order: number; trouble: Trouble }, context: ToolContext) => pay(order, trouble, context),
      } as never),
    },
    questions: { look: question({ prompt: "Was it paid?", decisions: { yes: null } }) },
  }).defineGraph({
    ...{ id: guard === "once" ? "payments" : "unguarded-payments", version: 1, start: "paying", input: ["order", "trouble"] },
    nodes: {
      paying: {
        ...{
          kind: "tool",
          tool: "pay",
          writes: "receipt",
          onError: { BUSY: "end", default: guard === "once" ? "person" : "again" },
          next: "end",
        },
        ...{ timeout: "6s", retry: { maxAttempts: 3, initialInterval: "1ms" } },
        ...(guard === "once" && { onUnknown: "person" }),
      },
      ...(guard === "once"
        ? { person: { kind: "interrupt", question: "look", by: ["staff"], decisions: { yes: "end" } } }
        : { again: { kind: "tool", tool: "pay", writes: "receipt", onError: { BUSY: "end", default: "end" }, next: "end" } }),
    },
  } as never);

/** The demo's switch: makes a system of the bank fail or answer late, for the customers that the table bank.outages names. A real desk has no such file. */
import { setTimeout as sleep } from "node:timers/promises";
import { ToolError } from "../../../language/issues/errors.ts";
import type { Context } from "../../../language/registry/context.ts";

type System = "core" | "letters";

/** Each call uses up one of the row's `times_left`. Never inside a transaction: on the embedded database it would hold the only connection. */
export async function sufferOutage(system: System, customerId: string, { sql, signal, log }: Context): Promise<void> {
  const [outage] = await sql.query<{ latency_ms: number }>(
    `update bank.outages set times_left = times_left - 1 where system = $1 and customer_id = $2 and times_left > 0 returning latency_ms`,
    [system, customerId],
  );
  if (!outage) return;
  log.warn("simulated outage", { system, customerId, latencyMs: outage.latency_ms });
  if (outage.latency_ms === 0) throw new ToolError("CORE_BANK_DOWN", `the bank's ${system} system does not answer`);
  await sleep(outage.latency_ms, undefined, { signal });
}

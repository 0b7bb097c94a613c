/** An effect in the database itself: its key is reserved and its output stored in the transaction that does it. */
import type { Sql } from "../../../language/registry/context.ts";
import { jsonText } from "../../../language/schema/json-text.ts";
import { epochNumber } from "../../fence.ts";
import { DEFAULT_TENANT } from "../../tenancy/tenant-tables.ts";
import type { EffectRow, NewEffect } from "./rows.ts";

/** False: the key is taken. Waits for a transaction that is just taking it. */
export async function reserveEffect(tx: Sql, { key, threadId, run, node, epoch, tenant = DEFAULT_TENANT }: NewEffect): Promise<boolean> {
  const rows = await tx.query(
    "insert into signalbox.effects (key, thread_id, run_id, node, epoch, tenant) values ($1, $2, $3, $4, $5, $6) on conflict (key) do nothing returning 1",
    [key, threadId, run, node, epochNumber(epoch) ?? null, tenant],
  );
  return rows.length === 1;
}

export async function findEffect(tx: Sql, key: string): Promise<EffectRow | undefined> {
  const [row] = await tx.query<EffectRow & { given: boolean }>(
    "select state, output, output is not null as given from signalbox.effects where key = $1",
    [key],
  );
  return row && { state: row.state, ...(row.given && { output: row.output }) };
}

export async function storeOutput(tx: Sql, key: string, output: unknown): Promise<void> {
  await tx.query("update signalbox.effects set output = $2::json where key = $1", [key, output === undefined ? null : jsonText(output)]);
}

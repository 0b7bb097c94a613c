/** Keeps what an effect gave, in the transaction that does it. */
import type { Sql } from "../../../language/registry/context.ts";

export async function storeEffect(tx: Sql, key: string, output: unknown): Promise<void> {
  await tx.query("update effects set output = $2::json where key = $1", [key, output === undefined ? null : JSON.stringify(output)]);
}

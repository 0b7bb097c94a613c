/** What an effect gave when it was done. */
import type { Sql } from "../../language/context.ts";

export async function findEffect(tx: Sql, key: string): Promise<unknown> {
  const [row] = await tx.query<{ output: unknown }>("select output from effects where key = $1", [key]);
  return row?.output;
}

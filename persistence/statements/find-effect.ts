/** What an effect gave when it was done; undefined when it gave nothing. */
import type { Sql } from "../../language/context.ts";

export async function findEffect(tx: Sql, key: string): Promise<unknown> {
  const [row] = await tx.query<{ output: unknown; given: boolean }>(
    "select output, output is not null as given from effects where key = $1",
    [key],
  );
  return row?.given ? row.output : undefined;
}

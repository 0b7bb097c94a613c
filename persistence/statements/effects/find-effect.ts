/** How an effect stands, and what it gave when it was done. */
import type { Sql } from "../../../language/registry/context.ts";

export interface EffectRow {
  readonly state: "intended" | "done" | "unknown";
  /** Undefined when it gave nothing. */
  readonly output?: unknown;
}

export async function findEffect(tx: Sql, key: string): Promise<EffectRow | undefined> {
  const [row] = await tx.query<EffectRow & { given: boolean }>(
    "select state, output, output is not null as given from effects where key = $1",
    [key],
  );
  return row && { state: row.state, ...(row.given && { output: row.output }) };
}

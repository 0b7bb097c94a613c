/** Takes back the intention of an effect that certainly did not happen: another attempt may have it. */
import type { Sql } from "../../../language/registry/context.ts";

/** Only the attempt that intended it can say so. */
export async function forgetEffect(sql: Sql, key: string, attempt: string): Promise<void> {
  await sql.query("delete from effects where key = $1 and attempt = $2 and state = 'intended'", [key, attempt]);
}

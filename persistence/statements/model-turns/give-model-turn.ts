/** Frees the place of a call, unless it has gone to another. */
import type { Sql } from "../../../language/registry/context.ts";

export async function giveModelTurn(sql: Sql, model: string, call: string): Promise<void> {
  await sql.query("update model_turns set worker = null, call = null where model = $1 and call = $2", [model, call]);
}

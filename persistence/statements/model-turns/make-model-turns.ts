/** Makes the places for the calls of a model that are not there yet. */
import type { Sql } from "../../../language/registry/context.ts";

export async function makeModelTurns(sql: Sql, model: string, maxInFlight: number): Promise<void> {
  await sql.query("insert into model_turns (model, place) select $1, generate_series(1, $2::int) on conflict do nothing", [
    model,
    maxInFlight,
  ]);
}

/** Takes a free place among the calls of a model, if there is one. Places of dead workers are free. */
import type { Sql } from "../../../language/registry/context.ts";

export interface ModelTurn {
  readonly model: string;
  readonly maxInFlight: number;
  readonly worker: string;
  /** Names the call. */
  readonly call: string;
  /** A worker not seen for longer is dead. */
  readonly deadAfterMs: number;
}

const text = `
with free as (
  select place from model_turns t where model = $1 and place <= $2
    and (worker is null or (worker <> $3 and not exists (
      select 1 from workers w where w.id = t.worker and w.seen > clock_timestamp() - $5 * interval '1 millisecond')))
  order by place limit 1 for update skip locked
)
update model_turns t set worker = $3, call = $4 from free where t.model = $1 and t.place = free.place returning 1`;

export async function takeModelTurn(sql: Sql, { model, maxInFlight, worker, call, deadAfterMs }: ModelTurn): Promise<boolean> {
  const rows = await sql.query(text, [model, maxInFlight, worker, call, deadAfterMs]);
  return rows.length === 1;
}

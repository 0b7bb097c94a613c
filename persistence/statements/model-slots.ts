/** Slots for the calls of models that allow only so many at once, over all processes: a call holds one while it is under way. */
import type { Sql } from "../../language/registry/context.ts";

/** Creates the slots of a model that do not exist yet. */
export async function createModelSlots(sql: Sql, model: string, maxInFlight: number): Promise<void> {
  await sql.query("insert into signalbox.model_turns (model, place) select $1, generate_series(1, $2::int) on conflict do nothing", [
    model,
    maxInFlight,
  ]);
}

export interface SlotRequest {
  readonly model: string;
  readonly maxInFlight: number;
  readonly worker: string;
  /** The call's own id. */
  readonly call: string;
  /** A worker not seen for longer is dead. */
  readonly deadAfterMs: number;
}

const acquire = `
with free as (
  select place from signalbox.model_turns t where model = $1 and place <= $2
    and (worker is null or (worker <> $3 and not exists (
      select 1 from signalbox.workers w where w.id = t.worker and w.seen > clock_timestamp() - $5 * interval '1 millisecond')))
  order by place limit 1 for update skip locked
)
update signalbox.model_turns t set worker = $3, call = $4 from free where t.model = $1 and t.place = free.place returning 1`;

/** False: no slot is free. Slots of dead workers are free. */
export async function acquireModelSlot(sql: Sql, { model, maxInFlight, worker, call, deadAfterMs }: SlotRequest): Promise<boolean> {
  const rows = await sql.query(acquire, [model, maxInFlight, worker, call, deadAfterMs]);
  return rows.length === 1;
}

/** A slot that another call has acquired since stays as it is. */
export async function releaseModelSlot(sql: Sql, model: string, call: string): Promise<void> {
  await sql.query("update signalbox.model_turns set worker = null, call = null where model = $1 and call = $2", [model, call]);
}

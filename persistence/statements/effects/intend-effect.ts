/** Writes down that an effect is about to happen, if the writer still holds the thread and nobody has done so before. */
import type { Sql } from "../../../language/registry/context.ts";
import { type Epoch, fenceOf } from "../../fence.ts";
import type { EffectRow } from "./find-effect.ts";

export interface IntendedEffect {
  readonly key: string;
  readonly threadId: string;
  readonly run: string;
  readonly node: string;
  readonly epoch: Epoch;
  /** Names this attempt: sent twice, the statement finds its own row. */
  readonly attempt: string;
}

/** `isOurs`: this attempt may act. Undefined: the fence refused it. */
export type Intention = { readonly isOurs: true } | ({ readonly isOurs: false } & EffectRow);

const textOf = (fence: string) => `
  with ${fence},
  fresh as (
    insert into effects (key, thread_id, run_id, node, epoch, state, attempt) select $3, $1, $4, $5, $2, 'intended', $6 from ok
    on conflict (key) do nothing returning 1
  )
  select exists (select 1 from fresh) or e.attempt = $6 and e.state = 'intended' as ours, e.state, e.output, e.output is not null as given
  from ok left join effects e on e.key = $3`;

export async function intendEffect(sql: Sql, effect: IntendedEffect): Promise<Intention | undefined> {
  const { threadId, epoch, key, run, node, attempt } = effect;
  const [row] = await sql.query<{ ours: boolean | null; state: EffectRow["state"] | null; output: unknown; given: boolean }>(
    textOf(fenceOf(epoch)),
    [threadId, epoch ?? null, key, run, node, attempt],
  );
  if (!row) return undefined;
  if (row.ours) return { isOurs: true };
  // another attempt's row that is younger than this statement's view
  return { isOurs: false, state: row.state ?? "intended", ...(row.given && { output: row.output }) };
}

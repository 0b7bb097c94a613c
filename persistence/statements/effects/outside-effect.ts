/** An effect outside the database: intended before it happens, settled afterwards. What lies between is unknown after a crash. */
import type { Sql } from "../../../language/registry/context.ts";
import { jsonText } from "../../../language/schema/json-text.ts";
import { type Epoch, fenceOf } from "../../fence.ts";
import { DEFAULT_TENANT } from "../../tenancy/tenant-tables.ts";
import type { EffectRow, NewEffect } from "./rows.ts";

export interface IntendedEffect extends NewEffect {
  /** Names this attempt: sent twice, the statement finds its own row. */
  readonly attempt: string;
}

/** `isOurs`: this attempt may act. Undefined: the fence refused it. */
export type Intention = { readonly isOurs: true } | ({ readonly isOurs: false } & EffectRow);

const intend = (fence: string) => `
  with ${fence},
  fresh as (
    insert into signalbox.effects (key, thread_id, run_id, node, epoch, state, attempt, tenant) select $3, $1, $4, $5, ok.epoch, 'intended', $6, $7 from ok
    on conflict (key) do nothing returning 1
  )
  select exists (select 1 from fresh) or e.attempt = $6 and e.state = 'intended' as ours, e.state, e.output, e.output is not null as given
  from ok left join signalbox.effects e on e.key = $3`;

/** Only if the writer still holds the thread, and no other attempt has intended it before. */
export async function intendEffect(sql: Sql, effect: IntendedEffect): Promise<Intention | undefined> {
  const { threadId, epoch, key, run, node, attempt, tenant = DEFAULT_TENANT } = effect;
  const [row] = await sql.query<{ ours: boolean | null; state: EffectRow["state"] | null; output: unknown; given: boolean }>(
    intend(fenceOf(epoch)),
    [threadId, epoch ?? null, key, run, node, attempt, tenant],
  );
  if (!row) return undefined;
  if (row.ours) return { isOurs: true };
  // another attempt's row that is younger than this statement's view
  return { isOurs: false, state: row.state ?? "intended", ...(row.given && { output: row.output }) };
}

export interface EffectEnd {
  readonly key: string;
  readonly threadId: string;
  readonly epoch: Epoch;
  readonly state: "done" | "unknown";
  /** Of one that is done; undefined when it gave nothing. */
  readonly output?: unknown;
}

/** False: the fence refused it. */
export async function settleEffect(sql: Sql, { key, threadId, epoch, state, output }: EffectEnd): Promise<boolean> {
  const rows = await sql.query(
    `with ${fenceOf(epoch)},
     settled as (update signalbox.effects set state = $4, output = $5::json from ok where thread_id = $1 and key = $3 and state <> 'done')
     select 1 from ok`,
    [threadId, epoch ?? null, key, state, output === undefined ? null : jsonText(output)],
  );
  return rows.length === 1;
}

/** Takes back an intention: the effect certainly did not happen, and another attempt may have it. Only its own attempt knows. */
export async function withdrawEffect(sql: Sql, key: string, attempt: string): Promise<void> {
  await sql.query("delete from signalbox.effects where key = $1 and attempt = $2 and state = 'intended'", [key, attempt]);
}

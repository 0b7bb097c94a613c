/** What a periodic look-out failed to do. In the database, so that all processes leave it alone until it is tried again. */
import type { Sql } from "../../language/registry/context.ts";

export type LookOut = "deadline" | "delayed run" | "temporary thread" | "expired thread" | "hand-over" | "cron";

export interface SetAside {
  readonly failures: number;
  readonly againInSeconds: number;
}

/** SQL that is true of what has failed. `id` is the column of its id. */
export const hasFailed = (lookOut: LookOut, id: string): string =>
  `exists (select 1 from signalbox.set_aside s where s.look_out = '${lookOut}' and s.id = ${id})`;

/** SQL that is true of what may be tried now. */
export const mayBeTried = (lookOut: LookOut, id: string): string =>
  `not exists (select 1 from signalbox.set_aside s where s.look_out = '${lookOut}' and s.id = ${id} and s.again_at > clock_timestamp())`;

const LONGEST_PAUSE_SECONDS = 900;

/** The pause doubles from 5 s to 15 min. Nothing is returned when another process has just set it aside. */
export async function setAside(sql: Sql, lookOut: LookOut, id: string): Promise<SetAside | undefined> {
  const [row] = await sql.query<{ failures: number; again_in: number }>(
    `insert into signalbox.set_aside as s (look_out, id, again_at) values ($1, $2, clock_timestamp() + interval '5 seconds')
     on conflict (look_out, id) do update set failures = s.failures + 1,
       again_at = clock_timestamp() + least(5 * 2 ^ least(s.failures, 10), $3) * interval '1 second'
     where s.again_at <= clock_timestamp()
     returning failures, extract(epoch from again_at - clock_timestamp())::float8 as again_in`,
    [lookOut, id, LONGEST_PAUSE_SECONDS],
  );
  return row && { failures: row.failures, againInSeconds: Math.round(row.again_in) };
}

/** What has not failed for an hour has succeeded, or is gone. */
export async function forgetSetAside(sql: Sql): Promise<void> {
  await sql.query("delete from signalbox.set_aside where again_at < clock_timestamp() - interval '1 hour'");
}

/** Whether a thread's row leaves out one of these channels of its values, which are then only in its checkpoint. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

/** Under which a row's values say what is left out of them. Values that are shown have no such name. */
export const LEFT_OUT = "__left_out";

/** The first of the channels that a row leaves out. */
export async function channelLeftOut(sql: TenantSql, channels: readonly string[]): Promise<string | undefined> {
  const [row] = await sql.query<{ channel: string }>(
    `select channel from signalbox.threads t cross join unnest($1::text[]) channel
     where t.tenant = $tenant and not t.temporary and jsonb_exists(t.last_values::jsonb #> '{${LEFT_OUT},channels}', channel) limit 1`,
    [channels],
  );
  return row?.channel;
}

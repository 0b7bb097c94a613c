/** The API key of an id that is valid now, by the database's clock. Its last use is noted once a minute. */
import type { Sql } from "../../../language/registry/context.ts";
import type { KeyRow } from "./rows.ts";

export async function useKey(sql: Sql, id: string): Promise<KeyRow | undefined> {
  const [row] = await sql.query<KeyRow>(
    `with used as (
       update signalbox.api_keys set last_used_at = clock_timestamp()
       where id = $1 and revoked_at is null and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute')
     )
     select * from signalbox.api_keys where id = $1 and revoked_at is null and (expires_at is null or expires_at > clock_timestamp())`,
    [id],
  );
  return row;
}

/** All API keys, newest first, with those that are no longer valid. */
import type { Sql } from "../../../language/registry/context.ts";
import type { KeyRow } from "./rows.ts";

export const listKeys = (sql: Sql): Promise<KeyRow[]> => sql.query<KeyRow>("select * from signalbox.api_keys order by created_at desc, id");

/** Whether there has ever been one: from then on every request needs one. */
export async function hasKeys(sql: Sql): Promise<boolean> {
  const [row] = await sql.query<{ found: boolean }>("select exists (select 1 from signalbox.api_keys) as found");
  return row?.found === true;
}

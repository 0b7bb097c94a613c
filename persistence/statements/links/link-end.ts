/** When a decision link that is made now ends: with its time or with the question's deadline, by the database's clock. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface LinkEnd {
  readonly ends_at: Date;
  /** It would be over already. */
  readonly is_over: boolean;
}

export async function linkEnd(sql: TenantSql, validMs: number, dueAt: Date | null): Promise<LinkEnd> {
  const [row] = await sql.query<LinkEnd>(
    `select ends_at, ends_at <= clock_timestamp() as is_over
     from (select least(clock_timestamp() + $1 * interval '1 millisecond', $2::timestamptz) as ends_at) made`,
    [validMs, dueAt],
  );
  if (!row) throw new Error("The database did not say what time it is.");
  return row;
}

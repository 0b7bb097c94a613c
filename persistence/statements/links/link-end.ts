/** When a decision link that is made now ends: with its time or with the question's deadline, by the database's clock. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface LinkEnd {
  readonly ends_at: Date;
  /** The question's deadline is over already. */
  readonly is_over: boolean;
}

export async function linkEnd(sql: TenantSql, validMs: number, dueAt: Date | null): Promise<LinkEnd> {
  const [row] = await sql.query<LinkEnd>(
    `select least(made_at + $1 * interval '1 millisecond', $2::timestamptz) as ends_at, coalesce($2::timestamptz <= made_at, false) as is_over
     from (select clock_timestamp() as made_at) made`,
    [validMs, dueAt],
  );
  if (!row) throw new Error("The database did not say what time it is.");
  return row;
}

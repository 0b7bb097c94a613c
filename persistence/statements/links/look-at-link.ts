/** Whether a decision link still counts: its time, whether it was revoked, and whether the API key that made it was. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface LinkToLookAt {
  readonly id: string;
  readonly endsAtMs: number;
  /** Of the API key that made it. */
  readonly keyId: string | undefined;
}

export interface LinkState {
  readonly is_over: boolean;
  readonly is_revoked: boolean;
}

export async function lookAtLink(sql: TenantSql, { id, endsAtMs, keyId }: LinkToLookAt): Promise<LinkState> {
  const [row] = await sql.query<LinkState>(
    `select to_timestamp($2 / 1000.0) <= clock_timestamp() as is_over,
       exists (select 1 from signalbox.revoked_links where tenant = $tenant and id = $1)
       or exists (select 1 from signalbox.api_keys where id = $3 and (revoked_at is not null or expires_at <= clock_timestamp())) as is_revoked`,
    [id, endsAtMs, keyId ?? null],
  );
  return row ?? { is_over: true, is_revoked: true };
}

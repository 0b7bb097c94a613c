/** The versions of an assistant, the newest first. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { PageRequest } from "../page.ts";
import type { VersionRow } from "./rows.ts";

export interface VersionsQuery extends PageRequest {
  /** Contained in the version's metadata. */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export function listVersions(sql: TenantSql, id: string, { metadata, limit, offset }: VersionsQuery): Promise<VersionRow[]> {
  return sql.query<VersionRow>(
    `select * from signalbox.assistant_versions where tenant = $tenant and assistant_id = $1 and ($2::jsonb is null or metadata @> $2)
     order by version desc limit $3 offset $4`,
    [id, metadata ? JSON.stringify(metadata) : null, limit, offset],
  );
}

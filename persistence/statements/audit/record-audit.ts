/** Appends to the audit trail. */
import type { Sql } from "../../../language/registry/context.ts";
import { type Epoch, epochNumber } from "../../fence.ts";
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import type { AuditEvent } from "./audit-event.ts";

export interface AuditRecord {
  readonly threadId: string;
  readonly run?: string | undefined;
  readonly epoch?: Epoch;
  readonly what: AuditEvent;
  readonly node?: string | undefined;
  readonly detail?: unknown;
}

/** Where only the thread is known. It may be gone. */
const ofThread = "coalesce((select tenant from signalbox.threads where id = $1), 'default')";

export async function recordAudit(sql: Sql | TenantSql, { threadId, run, epoch, what, node, detail }: AuditRecord): Promise<void> {
  const tenant = "tenant" in sql ? "$tenant" : ofThread;
  await sql.query(
    `insert into signalbox.audit (tenant, thread_id, run_id, epoch, what, node, detail) values (${tenant}, $1, $2, $3, $4, $5, $6::json)`,
    [threadId, run ?? null, epochNumber(epoch) ?? null, what, node ?? null, detail === undefined ? null : JSON.stringify(detail)],
  );
}

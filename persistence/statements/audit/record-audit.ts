/** Appends to the audit trail. */
import type { Sql } from "../../../language/registry/context.ts";
import { type Epoch, epochNumber } from "../../fence.ts";
import type { AuditEvent } from "./audit-event.ts";

export interface AuditRecord {
  readonly threadId: string;
  readonly run?: string | undefined;
  readonly epoch?: Epoch;
  readonly what: AuditEvent;
  readonly node?: string | undefined;
  readonly detail?: unknown;
}

export async function recordAudit(sql: Sql, { threadId, run, epoch, what, node, detail }: AuditRecord): Promise<void> {
  await sql.query("insert into signalbox.audit (thread_id, run_id, epoch, what, node, detail) values ($1, $2, $3, $4, $5, $6::json)", [
    threadId,
    run ?? null,
    epochNumber(epoch) ?? null,
    what,
    node ?? null,
    detail === undefined ? null : JSON.stringify(detail),
  ]);
}

/** Decides a question and puts that on record, if it is still open: of all that try, one gets the row. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";
import { interruptColumns } from "../interrupt-columns.ts";
import type { InterruptRow } from "./rows.ts";

export interface Claim {
  readonly threadId: string;
  /** The question's. */
  readonly key: string;
  readonly decision: string | null;
  readonly answer: unknown;
  readonly by: string;
  /** The service that answers for them. */
  readonly service: string | undefined;
  /** The run that will carry the answer into the graph. */
  readonly runId: string;
  /** Only a deadline's claim: it counts only once the deadline is over. */
  readonly expired: boolean;
  /** For the audit trail. */
  readonly detail: object;
}

export async function claimInterrupt(
  tx: TenantSql,
  { threadId, key, decision, answer, by, service, runId, expired, detail }: Claim,
): Promise<InterruptRow | undefined> {
  const [row] = await tx.query<InterruptRow>(
    `with claimed as (
       update signalbox.interrupts set status = case when $6 then 'expired' else 'decided' end, decision = $2, answer = $3::json, decided_by = $4, decided_via = $8,
         decided_at = clock_timestamp(), resume_run = $5
       where id = $1 and thread_id = $9 and tenant = $tenant and status = 'pending' and (not $6 or due_at <= clock_timestamp()) returning *
     ), recorded as (
       insert into signalbox.audit (tenant, thread_id, run_id, what, node, detail) select tenant, thread_id, $5, 'interrupt.decided', node, $7::json from claimed
     )
     select ${interruptColumns} from claimed i`,
    [key, decision, JSON.stringify(answer), by, runId, expired, JSON.stringify(detail), service ?? null, threadId],
  );
  return row;
}

/** Records that a node begins, if the epoch still holds the thread. Resolves to false when it does not. */
import type { Sql } from "../../../language/registry/context.ts";
import { type Epoch, fenceOf } from "../../fence.ts";
import { DEFAULT_TENANT } from "../../tenancy/tenant-tables.ts";

export interface NodeStart {
  readonly threadId: string;
  readonly run: string;
  /** Undefined where no lease exists: nothing else can run the thread. */
  readonly epoch: Epoch;
  readonly node: string;
  readonly task: string;
  readonly tenant?: string | undefined;
}

export async function recordStart(sql: Sql, { threadId, run, epoch, node, task, tenant = DEFAULT_TENANT }: NodeStart): Promise<boolean> {
  const rows = await sql.query(
    `with ${fenceOf(epoch)}
     insert into signalbox.audit (thread_id, epoch, run_id, what, node, task, tenant) select $1, ok.epoch, $3, 'node.started', $4, $5, $6 from ok returning 1`,
    [threadId, epoch ?? null, run, node, task, tenant],
  );
  return rows.length === 1;
}

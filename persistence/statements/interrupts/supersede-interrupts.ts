/** Closes questions and sleeps of a thread that nothing waits for any more. */
import type { TenantSql } from "../../tenancy/tenant-sql.ts";

export interface Superseding {
  readonly threadId: string;
  readonly still: readonly string[];
  /** The person whose signal closes them; null: the graph itself. */
  readonly by: string | null;
}

/** Those that the graph no longer asks: all except those in `still`. Resolves to their ids. */
export async function supersedeInterrupts(tx: TenantSql, { threadId, still, by }: Superseding): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `update signalbox.interrupts set status = 'superseded', decided_by = $3, decided_at = clock_timestamp()
     where thread_id = $1 and tenant = $tenant and status = 'pending' and not coalesce(asked_id, id) = any($2::text[]) returning coalesce(asked_id, id) as id`,
    [threadId, still, by],
  );
  return rows.map(({ id }) => id);
}

export interface EndedSleep {
  readonly id: string;
  readonly node: string | null;
}

/** Ends the sleeps of a thread before their time, or only those that a run has reached. */
export function endSleeps(tx: TenantSql, { threadId, runId, by }: { threadId: string; runId?: string; by: string }): Promise<EndedSleep[]> {
  return tx.query<EndedSleep>(
    `update signalbox.interrupts set status = 'superseded', decided_by = $3, decided_at = clock_timestamp()
     where thread_id = $1 and tenant = $tenant and status = 'pending' and sleeps and ($2::text is null or run_id = $2)
     returning coalesce(asked_id, id) as id, node`,
    [threadId, runId ?? null, by],
  );
}

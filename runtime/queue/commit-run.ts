/** Commits a transaction that makes a run. It begins in this process as soon as it is committed, where a slot is free and nothing comes before it. */
import { insertBegunRun, type NewRun } from "../../persistence/statements/runs/insert-run.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";
import { commitAndPublish, type Published } from "../pubsub/publish.ts";
import type { LocalRun } from "./local-starts.ts";
import { mayPassQueue } from "./may-pass-queue.ts";

/** For the one run of a transaction. */
export interface RunSlot {
  /** The run's id. */
  readonly id: string;
  /** Inserts the run on its thread, which the transaction has locked or made. Undefined: nothing was written, and the run goes through the queue. */
  begin(tx: TenantTx, run: Omit<NewRun, "job">, definition: string | null): Promise<RunRow | undefined>;
}

export async function commitRun<T>(services: Acting, work: (tx: TenantTx, slot: RunSlot) => Promise<Published<T>>): Promise<T> {
  const id = services.newId();
  const lent = mayPassQueue(services) && seesWholeQueue(services) ? await services.localStarts.reserve(id) : undefined;
  let begun: LocalRun | undefined;
  const begin: RunSlot["begin"] = async (tx, run, definition) => {
    if (!lent || !isToday(services, run.graphId, definition)) return undefined;
    const inserted = await insertBegunRun(tx, run, services.worker);
    begun = inserted && { ...inserted, definition, tenant: tx.tenant };
    return inserted && asPending(inserted.run);
  };
  try {
    const committed = await commitAndPublish(services, (tx) => {
      begun = undefined;
      return work(tx, { id, begin });
    });
    if (begun) lent?.begin(begun);
    else lent?.giveBack();
    return committed;
  } catch (error) {
    // should it have been committed all the same, its lease is found as one that nobody works under
    lent?.giveBack();
    throw error;
  }
}

/** Under row-level security a request does not see what waits for other tenants. */
const seesWholeQueue = ({ database }: Acting): boolean => !database.separatesTenants;

/** This process has the graph, and that is its definition of today. */
export const isToday = ({ graphs }: Pick<Acting, "graphs">, graphId: string, definition: string | null): boolean =>
  graphs.has(graphId) && definition === (graphs.declared(graphId)?.definition.hash ?? null);

/** For whoever asked it has not begun: it is a run like one that has just been put into the queue. */
export const asPending = (run: RunRow): RunRow => ({ ...run, status: "pending", started_at: null });

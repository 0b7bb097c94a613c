/** The services of the runtime as one caller has them: with a handle on the database that reads and writes its tenant's rows only. */
import type { Database } from "../../persistence/connection/database.ts";
import { forEngine, forTenant, type TenantDatabase, type TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { Claim } from "../pubsub/claim.ts";
import type { Services } from "../services.ts";
import type { Caller } from "./caller.ts";

/** Everything below `runtime.as(caller)` takes this; the engine's own handle stays outside. */
export interface Acting extends Omit<Services, "database"> {
  readonly database: TenantDatabase;
  readonly caller: Caller;
  /** Around the transaction of a create. */
  readonly claim?: Claim<TenantTx> | undefined;
}

export const actingFor = (services: Services, caller: Caller): Acting => ({
  ...services,
  caller,
  database: forTenant(services.database, caller.principal.tenant),
});

/** For what happens to a thread without anybody asking: a deadline, a due cron, the end of a run. `id` as in `system:deadline`. */
export function engineActing<Some extends { readonly database: Database }>(
  services: Some,
  tenant: string,
  id: `system:${string}`,
): Omit<Some, "database"> & Pick<Acting, "database" | "caller"> {
  const principal = { id, kind: "service", tenant, roles: [], scopes: [], via: "local" } as const;
  return { ...services, caller: { principal, requestId: id }, database: forEngine(services.database, tenant) };
}

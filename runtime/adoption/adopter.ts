/** Moves threads to another version of their declaration from a process that runs none: the basis of `signalbox adopt`. */
import { findTenant } from "../../persistence/statements/adoption/find-tenant.ts";
import { findThreadsToAdopt } from "../../persistence/statements/adoption/find-threads-to-adopt.ts";
import { DEFAULT_TENANT } from "../../persistence/tenancy/tenant-tables.ts";
import { assembleServices } from "../assemble-services.ts";
import { engineActing } from "../identity/acting.ts";
import type { RuntimeOptions } from "../runtime-options.ts";
import { adoptThread } from "./adopt-thread.ts";
import type { Adoption, AdoptionRequest } from "./adoption.ts";
import { targetVersion } from "./target-version.ts";

export interface Adopter {
  /** The live threads of a graph that follow another version than this one. */
  threadsToAdopt(graphId: string, to: string | number): Promise<string[]>;
  adopt(threadId: string, request: AdoptionRequest): Promise<Adoption>;
  stop(): Promise<void>;
}

/** Writes nothing by itself, not even the definitions of the graphs. */
export async function openAdopter(options: RuntimeOptions): Promise<Adopter> {
  const services = await assembleServices(options);
  return {
    async threadsToAdopt(graphId, to) {
      const { hash } = await targetVersion(services, graphId, to);
      return findThreadsToAdopt(services.database.sql, graphId, hash);
    },
    async adopt(threadId, request) {
      const tenant = await findTenant(services.database.sql, threadId);
      return adoptThread(engineActing(services, tenant ?? DEFAULT_TENANT, "system:adopt"), threadId, request);
    },
    stop: () => services.queue.stop(),
  };
}

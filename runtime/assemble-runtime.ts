/** The runtime's parts, put together. create-runtime.ts loads this when the first runtime is created. */
import { checkTenants } from "../persistence/tenancy/check-tenants.ts";
import { assembleServices } from "./assemble-services.ts";
import { servicesOfCallers } from "./caller-services.ts";
import { Engine } from "./engine/engine.ts";
import { reportChangedVersions } from "./graphs/changed-versions.ts";
import { storeDefinition } from "./graphs/store-definition.ts";
import { closeToolServers, reportToolServers } from "./graphs/tool-servers.ts";
import { localCaller } from "./identity/caller.ts";
import { ticketsOf } from "./keys/tickets.ts";
import { byLinkOf } from "./links/by-link.ts";
import { Deadlines } from "./look-outs/deadlines.ts";
import { brokenGraphs, failuresOf } from "./ready.ts";
import type { Runtime } from "./runtime.ts";
import type { RuntimeOptions } from "./runtime-options.ts";
import { reportUnfitThreads } from "./threads/unfit-threads.ts";

export async function assembleRuntime(options: RuntimeOptions): Promise<Runtime> {
  const services = await assembleServices(options);
  const { database, graphs } = services;
  if (database.separatesTenants) await checkTenants(database);
  await reportChangedVersions(services);
  for (const definition of graphs.definitions) await storeDefinition(database.sql, definition.graphId, definition);
  const engine = new Engine(services, new Deadlines(services));
  const as = servicesOfCallers(services);
  return {
    ...as(localCaller("process")),
    as,
    keys: services.keys,
    tickets: ticketsOf(database),
    byLink: byLinkOf(services),
    troubles: () => [...database.troubles.open, ...brokenGraphs(graphs), ...[services.missingWorkers.reason ?? []].flat()],
    failures: (checks) => failuresOf(services, checks),
    async start() {
      await engine.start();
      await reportUnfitThreads(services);
      void reportToolServers(services);
      for (const [graph, err] of graphs.broken)
        services.log.error("a graph could not be loaded: requests for it get 503", { graph, code: err.code, err });
    },
    async stop() {
      await engine.stop();
      await services.queue.stop();
      await closeToolServers(services);
    },
  };
}

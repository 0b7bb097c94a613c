/** Whether requests can be served: the database, the workers, the graphs. */
import { messageOf } from "../language/issues/thrown.ts";
import type { Graphs } from "./graphs/graphs.ts";
import { NO_WORKER } from "./look-outs/missing-workers.ts";
import type { ReadyCheck } from "./runtime.ts";
import type { Services } from "./services.ts";

export const brokenGraphs = ({ broken }: Graphs): string[] =>
  [...broken].map(([graph, { code }]) => `graph "${graph}" could not be loaded (${code})`);

const checks: Readonly<Record<ReadyCheck, (services: Services) => Promise<string | undefined>>> = {
  database: async ({ database, log }) => {
    try {
      await database.sql.query("select 1");
      return undefined;
    } catch (error) {
      log.warn("the database does not answer a check", { reason: messageOf(error) });
      return "the database does not answer";
    }
  },
  workers: async ({ missingWorkers }) => ((await missingWorkers.areMissing()) ? NO_WORKER : undefined),
  graphs: async ({ graphs }) => brokenGraphs(graphs).join("; ") || undefined,
};

/** By name, those that fail. */
export async function failuresOf(services: Services, names: readonly ReadyCheck[]): Promise<Partial<Record<ReadyCheck, string>>> {
  const found = await Promise.all(names.map(async (name) => [name, await checks[name](services)] as const));
  return Object.fromEntries(found.filter(([, failure]) => failure !== undefined));
}

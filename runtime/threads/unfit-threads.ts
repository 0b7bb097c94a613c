/** The live threads that the code of this process cannot continue: counted by graph and definition, with what is missing. Logged at the start. */
import { type Misfit, misfitText } from "../../language/versions/misfit.ts";
import { countLiveThreads } from "../../persistence/statements/threads/count-live-threads.ts";
import type { Services } from "../services.ts";

export interface UnfitThreads {
  readonly graph: string;
  /** Undefined where the definition is not stored, or the graph is not among those of this process. */
  readonly version: number | undefined;
  readonly threads: number;
  readonly misfits: readonly Misfit[];
}

async function unfitThreads({ database, graphs }: Pick<Services, "database" | "graphs">): Promise<UnfitThreads[]> {
  const unfit = new Map<string, UnfitThreads>();
  for (const { graph, definition, threads } of await countLiveThreads(database.sql, null)) {
    const { version, misfits } = await graphs.fit(graph, definition);
    if (misfits.length === 0) continue;
    const key = `${graph} ${definition}`;
    unfit.set(key, { graph, version, misfits, threads: threads + (unfit.get(key)?.threads ?? 0) });
  }
  return [...unfit.values()];
}

export async function reportUnfitThreads(services: Pick<Services, "database" | "graphs" | "log">): Promise<void> {
  for (const { graph, version, threads, misfits } of await unfitThreads(services))
    services.log.warn("live threads do not fit the code of this process: it refuses to continue them", {
      ...{ graph, version, threads },
      missing: misfits.map(misfitText),
    });
}

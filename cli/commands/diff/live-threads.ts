/** What a new declaration means for unfinished threads: whether the registry still has what their own definition needs. */

import type { GraphWithRegistry } from "../../../language/registry/registry-of.ts";
import { definitionOf } from "../../../language/versions/fingerprint.ts";
import { fitDefinition } from "../../../language/versions/fit-definition.ts";
import type { Misfit } from "../../../language/versions/misfit.ts";
import { openDatabase } from "../../../persistence/open-database.ts";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { definitionsInside, findDefinition } from "../../../persistence/statements/definitions/find-definition.ts";
import { countLiveThreads } from "../../../persistence/statements/threads/count-live-threads.ts";
import type { DatabasePlace } from "../../serving/settings.ts";

export interface LiveGroup {
  readonly threads: number;
  /** Null while a run works on them. */
  readonly node: string | null;
  /** Of the definition that they follow. */
  readonly version: number;
  /** It has the number of the new one, and is another. */
  readonly isChanged: boolean;
  /** What the registry no longer offers as they need it; empty: they continue. */
  readonly misfits: readonly Misfit[];
}

export async function liveThreads({ graph, registry }: GraphWithRegistry, place: DatabasePlace): Promise<LiveGroup[]> {
  const today = definitionOf(registry, graph);
  const database = await openDatabase(place);
  try {
    await prepareDatabase(database);
    const counted = await countLiveThreads(database.sql, graph.id);
    return await Promise.all(
      counted.map(async ({ definition, node, threads }) => {
        const find = (hash: string) => findDefinition(database.sql, hash);
        const stored = await find(definition);
        const misfits = stored ? fitDefinition(stored, registry, { children: await definitionsInside(stored, find) }).misfits : [];
        const isChanged = stored?.version === graph.version && definition !== today.hash;
        return { threads, node, version: stored?.version ?? 0, isChanged, misfits };
      }),
    );
  } finally {
    await database.close();
  }
}

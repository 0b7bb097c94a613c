/** What a new declaration means for unfinished threads: whether the registry still has what their own definition needs. */

import type { GraphWithRegistry } from "../../../language/registry/registry-of.ts";
import { compareFingerprints } from "../../../language/versions/compare-fingerprints.ts";
import { fingerprintOf } from "../../../language/versions/fingerprint.ts";
import { openDatabase } from "../../../persistence/connection/open-database.ts";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { findDefinition } from "../../../persistence/statements/definitions/find-definition.ts";
import { countLiveThreads } from "../../../persistence/statements/threads/count-live-threads.ts";
import type { DatabasePlace } from "../../serving/settings.ts";

export interface LiveGroup {
  readonly threads: number;
  /** Null while a run works on them. */
  readonly node: string | null;
  /** Of the definition that they follow. */
  readonly version: number;
  /** What the registry no longer has as they need it, such as `question approveRefund`; empty: they continue. */
  readonly misfits: readonly string[];
}

export async function liveThreads({ graph, registry }: GraphWithRegistry, place: DatabasePlace): Promise<LiveGroup[]> {
  const database = await openDatabase(place);
  try {
    await prepareDatabase(database);
    const counted = await countLiveThreads(database.sql, graph.id);
    return await Promise.all(
      counted.map(async ({ definition, node, threads }) => {
        const stored = await findDefinition(database.sql, definition);
        const changes = stored ? compareFingerprints(stored.fingerprint, fingerprintOf(registry, stored.canonical)) : [];
        return { threads, node, version: stored?.version ?? 0, misfits: [...new Set(changes.map(({ part, name }) => `${part} ${name}`))] };
      }),
    );
  } finally {
    await database.close();
  }
}

/** Reports declarations that have changed and kept their version: two definitions of one number cannot be told apart in diffs, logs and audits. */
import { findVersions } from "../../persistence/statements/definitions/find-versions.ts";
import type { Services } from "../services.ts";

/** Before today's are stored. Logged at each start, until the version is raised. */
export async function reportChangedVersions({ database, graphs, log }: Pick<Services, "database" | "graphs" | "log">): Promise<void> {
  for (const { graphId: graph, version, hash } of graphs.definitions) {
    const others = (await findVersions(database.sql, graph)).filter((stored) => stored.version === version && stored.hash !== hash);
    if (others.length > 0)
      log.warn("a declaration, or what it needs of the registry, has changed under the same version: raise its version", {
        graph,
        version,
      });
  }
}

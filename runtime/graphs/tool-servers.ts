/** Servers that tools of declared graphs run on: looked at when a runtime starts, closed when it stops. One that is down concerns its graphs only. */
import { normalise } from "../../language/graph/normalise.ts";
import type { Declaration } from "../../language/registry/declaration.ts";
import type { Tool, ToolServer } from "../../language/registry/entries.ts";
import { mentionsOf } from "../../language/versions/fingerprint.ts";
import type { Services } from "../services.ts";

type Servers = Pick<Services, "graphs" | "log" | "secret">;

/** Nothing waits for it: a call says the same as the error of its node. */
export async function reportToolServers({ graphs, log, secret }: Servers): Promise<void> {
  const checks = graphs.declarations.flatMap((declaration) =>
    [...serversOf(declaration)].map(async ([server, tools]) => {
      for (const reason of await server.check([...tools], secret))
        log.warn("a server of tools cannot be used as declared", { graph: declaration.graph.id, server: server.name, reason });
    }),
  );
  await Promise.all(checks);
}

export async function closeToolServers({ graphs }: Servers): Promise<void> {
  const servers = new Set(graphs.declarations.flatMap((declaration) => [...serversOf(declaration).keys()]));
  await Promise.all([...servers].map((server) => server.close()));
}

/** With the tools that the graph names. */
function serversOf({ graph, registry }: Declaration): Map<ToolServer, Set<Tool>> {
  const servers = new Map<ToolServer, Set<Tool>>();
  for (const { group, name } of mentionsOf(normalise(graph, registry), graph, registry)) {
    const tool = group === "tools" ? registry.tools?.[name] : undefined;
    if (tool?.server) servers.set(tool.server, (servers.get(tool.server) ?? new Set()).add(tool));
  }
  return servers;
}

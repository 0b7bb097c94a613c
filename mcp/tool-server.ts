/** What a runtime does with a server as a whole: it looks at it when it starts, and closes it when it stops. */
import { messageOf } from "../language/issues/thrown.ts";
import type { Tool, ToolServer } from "../language/registry/entries.ts";
import { changeOf } from "./changed-tools.ts";
import type { Connections } from "./connecting/connections.ts";
import type { McpEntry } from "./mcp-entry.ts";

export function toolServerOf(connections: Connections, entries: ReadonlyMap<Tool, McpEntry & { readonly tool: string }>): ToolServer {
  return {
    name: connections.name,
    async check(tools, secret) {
      if (connections.isPerUser) return []; // nobody is there yet
      try {
        const nobody = { secret, credential: async () => undefined, tenant: "", principal: undefined };
        const connected = await (await connections.for(nobody)).open(new AbortController().signal);
        return tools.flatMap((tool) => {
          const entry = entries.get(tool);
          const change = entry && changeOf(connected.tools.get(entry.tool), entry);
          return change ? [`"${entry.tool}" ${change}`] : [];
        });
      } catch (error) {
        return [messageOf(error)];
      }
    },
    close: () => connections.close(),
  };
}

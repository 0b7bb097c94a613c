/** The TypeScript of a server's tools, as a person would write it. */
import type { ListedTool } from "../../../mcp/changed-tools.ts";
import type { McpServer } from "../../../mcp/mcp-server.ts";
import { keySource, zodSource } from "./zod-source.ts";

export interface ListedServer {
  readonly name: string;
  readonly server: McpServer;
  readonly tools: readonly ListedTool[];
}

export function serverSource({ name, server, tools }: ListedServer): string {
  const keys = new Set<string>();
  const entries = tools.map((tool) => entrySource(freeKey(camelCase(tool.name), keys), tool));
  return [
    `/** Tools of the MCP server ${JSON.stringify(name)}, written by \`signalbox mcp add\`: remove those that no graph may call. */`,
    `import { mcp } from "signalbox/mcp";`,
    `import { z } from "zod";`,
    "",
    `export const ${camelCase(name)} = mcp(${JSON.stringify(name)}, ${JSON.stringify(server)}, {`,
    ...entries,
    "});",
    "",
  ].join("\n");
}

function entrySource(key: string, { name, description, inputSchema, outputSchema, annotations = {} }: ListedTool): string {
  const isRepeatable = annotations.readOnlyHint === true || annotations.idempotentHint === true;
  const fields = [
    ...(key === name ? [] : [`tool: ${JSON.stringify(name)},`]),
    ...(description === undefined ? [] : [`description: ${JSON.stringify(description)},`]),
    isRepeatable
      ? `effect: ${annotations.readOnlyHint === true ? '"none"' : '"idempotent"'},`
      : "// once: [] names the arguments that make an effect's key, so that it happens at most once",
    `args: ${zodSource(inputSchema)},`,
    `output: ${outputSchema ? zodSource(outputSchema) : "z.string()"},`,
  ];
  return `  ${keySource(key)}: {\n${fields.map((field) => `    ${field}\n`).join("")}  },`;
}

/** As names of a registry are: `create_issue` is `createIssue`. */
function camelCase(name: string): string {
  const joined = name.replaceAll(/[^A-Za-z0-9]+([A-Za-z0-9]?)/g, (_all, next: string) => next.toUpperCase());
  return /^[A-Za-z]/.test(joined) ? joined.replace(/^[A-Z]/, (first) => first.toLowerCase()) : `tool${joined}`;
}

function freeKey(key: string, taken: Set<string>): string {
  let free = key;
  for (let number = 2; taken.has(free); number += 1) free = `${key}${number}`;
  taken.add(free);
  return free;
}

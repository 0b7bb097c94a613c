/** The folder that passes facts from the workers to the reporter: one declaration per file, one path per line. Only the reporter reads and empties it. */
import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GraphData } from "../../language/graph/graph-data.ts";
import { registryOf } from "../../language/registry/registry-of.ts";
import { definitionOf } from "../../language/versions/fingerprint.ts";
import type { Taken } from "../coverage/covered-graph.ts";
import { type GraphParts, graphParts } from "../coverage/declared-graph.ts";
import type { CoverageRequest } from "./coverage-request.ts";

/** What one path took of one graph, and which test file ran it. */
export interface Fact extends Taken {
  readonly project: string;
  readonly file: string;
  /** The hash of the graph's definition. */
  readonly definition: string;
}

/** Workers never write the same file: each has its own. */
const worker = randomUUID();
/** With the text that was hashed: a graph is a plain object, and may have been changed since. */
const definitions = new WeakMap<GraphData, { readonly text: string; readonly hash: string }>();

export function writeTaken({ folder, project, file }: CoverageRequest, graph: GraphData, taken: Taken): void {
  const fact: Fact = { project, file, definition: declaredIn(folder, graph), ...taken };
  appendFileSync(join(folder, `${worker}.jsonl`), `${JSON.stringify(fact)}\n`);
}

/** Written once for all workers, and atomically: another worker may read it at the same time. */
function declaredIn(folder: string, graph: GraphData): string {
  const hash = hashOf(graph);
  const file = join(folder, `${hash}.json`);
  if (!existsSync(file)) {
    const own = `${file}.${worker}`;
    writeFileSync(own, JSON.stringify(graphParts(graph)));
    renameSync(own, file);
  }
  return hash;
}

function hashOf(graph: GraphData): string {
  const text = JSON.stringify(graph);
  const known = definitions.get(graph);
  if (known?.text === text) return known.hash;
  const { hash } = definitionOf(registryOf(graph), graph);
  definitions.set(graph, { text, hash });
  return hash;
}

/** All facts since the last call. */
export function takeFacts(folder: string): Fact[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  return files.flatMap((name) => {
    const lines = readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean);
    rmSync(join(folder, name));
    return lines.map((line): Fact => JSON.parse(line));
  });
}

export const readDeclared = (folder: string, definition: string): GraphParts =>
  JSON.parse(readFileSync(join(folder, `${definition}.json`), "utf8"));

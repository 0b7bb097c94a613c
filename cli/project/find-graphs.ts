/** Finds the declarations that a command names: ids of langgraph.json, TypeScript files, YAML or JSON files. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { readText } from "../../language/load/graph-text.ts";
import { absolutePath, type Io, printLine, shownPath } from "../program/io.ts";
import { readTextFile } from "../program/read-text-file.ts";
import { findRegistry } from "./find-registry.ts";
import { type FoundGraph, foundIn } from "./found-graph.ts";
import { importExport, importModule } from "./import-export.ts";
import { exportPlace, type Project, readProject } from "./project.ts";

export interface SearchOptions {
  /** The project's langgraph.json. */
  readonly config: string;
  /** "file:export" of the registry of YAML and JSON files, if it is not in the same folder. */
  readonly registry?: string | undefined;
}

const textFile = /\.(ya?ml|json)$/;
const codeFile = /\.[cm]?[jt]sx?(:[^:/\\]+)?$/;

/** What a target names, or why it could not be loaded: one bad graph hides no other. */
export interface Looked {
  readonly target: string;
  readonly found: readonly FoundGraph[];
  readonly error?: unknown;
}

/** Without targets: every graph of the project. A raw LangGraph graph is skipped with a line on stderr. */
export async function findGraphs(targets: readonly string[], search: SearchOptions, io: Io): Promise<Looked[]> {
  const all = targets.length > 0 ? targets : Object.keys(readProject(search.config, io).graphs);
  const look = targets.length > 0 ? graphsAt : graphsNamed;
  const looked: Looked[] = [];
  for (const target of all) looked.push(await lookAt(target, () => look(target, search, io)));
  return looked;
}

async function lookAt(target: string, look: () => Promise<FoundGraph[]>): Promise<Looked> {
  try {
    return { target, found: await look() };
  } catch (error) {
    return { target, found: [], error };
  }
}

/** Exactly one declaration, for commands that need one. */
export async function findGraph(target: string, search: SearchOptions, io: Io): Promise<FoundGraph> {
  const found = await graphsAt(target, search, io);
  if (found.length === 1 && found[0]) return found[0];
  const names = found.map(({ name }) => name).join(", ");
  throw new SignalboxError(
    "GRAPH_NOT_FOUND",
    found.length === 0 ? `${target} is not a declared graph` : `${target} has several graphs: ${names}. Name one as file:export.`,
  );
}

async function graphsAt(target: string, search: SearchOptions, io: Io): Promise<FoundGraph[]> {
  if (textFile.test(target)) return [await graphOfText(target, search, io)];
  if (codeFile.test(target)) return graphsOfCode(target, io);
  return graphsNamed(target, search, io);
}

async function graphsNamed(id: string, { config }: SearchOptions, io: Io): Promise<FoundGraph[]> {
  const found = await graphOfProject(readProject(config, io), id, io);
  return found ? [found] : [];
}

async function graphOfProject(project: Project, id: string, io: Io): Promise<FoundGraph | undefined> {
  const place = project.graphs[id];
  const known = Object.keys(project.graphs);
  if (!place)
    throw new SignalboxError("GRAPH_NOT_FOUND", `langgraph.json has no graph "${id}". ${nearestHint(id, known)} Name a file by its path.`, {
      id,
    });
  const { importGraph } = await import("./import-graph.ts");
  const source = await importGraph(id, place, io);
  const found = foundIn(typeof source === "function" ? await source({}) : source);
  if (!found) printLine(io.stderr, `${id}: a LangGraph graph without a declaration: skipped`);
  return found;
}

async function graphsOfCode(target: string, io: Io): Promise<FoundGraph[]> {
  const place = exportPlace(target, io.cwd);
  const named = /\.[cm]?[jt]sx?:/.test(target);
  const values = named ? [await importExport(place, io)] : Object.values(await importModule(place.file, io));
  const found = (await Promise.all(values)).flatMap((value) => foundIn(value) ?? []);
  if (found.length === 0)
    throw new SignalboxError("GRAPH_NOT_FOUND", `${target} exports no graph made by defineGraph, loadGraph or compileGraph`, { target });
  return found;
}

async function graphOfText(target: string, search: SearchOptions, io: Io): Promise<FoundGraph> {
  const file = absolutePath(io, target);
  const shown = shownPath(io, file);
  const { data, issues, locate } = readText(readTextFile(file, io), shown);
  const registry = await findRegistry(file, search.registry, io);
  return { name: idOf(data) ?? shown, data, registry, textIssues: issues, locate };
}

const idOf = (data: unknown): string | undefined =>
  typeof data === "object" && data !== null && "id" in data && typeof data.id === "string" ? data.id : undefined;

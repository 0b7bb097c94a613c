/** The graph that langgraph.json names by an id, ready to be served or checked: imported, awaited and compiled. */
import { type CompiledGraph, isCompiledGraph } from "../../compile/langgraph.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import { declaredAs } from "../../language/registry/registry-of.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import type { GraphSource } from "../../runtime/graphs/graphs.ts";
import { type Io, shownPath } from "../program/io.ts";
import { exportIn, importModule } from "./import-export.ts";
import { loadFailure } from "./importing/load-failure.ts";
import { watchImport } from "./importing/watch-import.ts";
import type { ExportPlace } from "./project.ts";

export type LoadedGraph = Exclude<GraphSource, Promise<unknown>>;

/** @throws GRAPH_NOT_LOADED with the file, and what is exported if it is not a graph. */
export async function importGraph(id: string, place: ExportPlace, io: Io): Promise<LoadedGraph> {
  const exported = exportIn(await importModule(place.file, io), place, io);
  const where = `${shownPath(io, place.file)}, export "${place.name}"`;
  if (isFactory(exported)) return async (config) => graphIn(await exported(config), { id, where });
  try {
    // code that makes its graph by a promise has not ended to load before
    const awaited = await watchImport(`${where} cannot be loaded: its promise`, io, async () => exported);
    return graphIn(awaited, { id, where });
  } catch (cause) {
    if (cause instanceof SignalboxError) throw cause;
    throw new SignalboxError("GRAPH_NOT_LOADED", `${where} cannot be loaded: ${loadFailure(cause, place.file, io)}`, { cause });
  }
}

function graphIn(value: unknown, { id, where }: { readonly id: string; readonly where: string }): CompiledGraph {
  const graph = isBuilder(value) ? value.compile() : value; // as LangGraph's own server does
  if (isCompiledGraph(graph)) return graph;
  if (isRecord(graph) && isCompiledGraph(graph.graph)) return graph.graph; // what LangChain's createAgent returns
  throw new SignalboxError(
    "GRAPH_NOT_LOADED",
    `"${id}" in langgraph.json is not a graph: ${where} is ${kindOf(value)}. Export a graph made by compileGraph or by LangGraph, a promise of one, or a function that returns one.`,
    { id },
  );
}

const isBuilder = (value: unknown): value is { compile: () => unknown } =>
  isRecord(value) && typeof value.addNode === "function" && typeof value.compile === "function";

const isFactory = (value: unknown): value is (config: unknown) => unknown =>
  typeof value === "function" && !/^class\b/.test(Function.prototype.toString.call(value));

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return `the class ${value.name}`;
  if (Array.isArray(value)) return "a list";
  if (typeof value !== "object") return `a ${typeof value}`;
  if (declarationOf(value)) return "a graph";
  if (declaredAs(value)) return "a declaration that is not compiled";
  if ("defineGraph" in value) return "a registry, as setup returns it";
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "Object"
    ? `an instance of ${name}`
    : `an object with ${Object.keys(value).slice(0, 5).join(", ") || "no keys"}`;
}

/** Reads operators' overlays for the graphs of a project, each checked against its graph before anything is opened. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { loadOverlay } from "../../language/load/load-overlay.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import type { Params } from "../../language/terms/data-flow.ts";
import type { GraphSource } from "../../runtime/graphs/graphs.ts";
import { absolutePath, type Io } from "../program/io.ts";
import { readTextFile } from "../program/read-text-file.ts";

/** `overlays`: graph id → file. */
export async function paramsIn(
  graphs: Readonly<Record<string, GraphSource>>,
  overlays: Readonly<Record<string, string>>,
  io: Io,
): Promise<Record<string, Params>> {
  const entries = Object.entries(overlays).map(async ([id, file]) => {
    const source = Object.hasOwn(graphs, id) ? graphs[id] : undefined;
    if (!source)
      throw new SignalboxError(
        "GRAPH_NOT_FOUND",
        `langgraph.json has no graph "${id}" to overlay. ${nearestHint(id, Object.keys(graphs))}`,
        { id },
      );
    const declaration = typeof source === "function" ? undefined : declarationOf(await source);
    if (!declaration)
      throw new SignalboxError("CONFIG_INVALID", `"${id}" is a LangGraph graph without a declaration: it has no params to overlay.`, {
        id,
      });
    const { registry, graph, params: over } = declaration;
    return [id, loadOverlay(registry, graph, { text: readTextFile(absolutePath(io, file), io), file, over })] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

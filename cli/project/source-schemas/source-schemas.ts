/** What the TypeScript of a project says of its graphs' schemas: read when it is asked for, once a graph. */
import { messageOf } from "../../../language/issues/thrown.ts";
import type { Logger } from "../../../language/registry/context.ts";
import type { SchemasByNamespace, SchemasInSource } from "../../../runtime/protocol/graph-schemas.ts";
import type { ExportPlace } from "../project.ts";
import { Compiler, TookTooLong } from "./compiler.ts";

/** Where nothing can be known the log has the reason, once. Only what took too long is tried again. */
export function sourceSchemas(graphs: Readonly<Record<string, ExportPlace>>, log: Logger): SchemasInSource {
  const compiler = new Compiler();
  const known = new Map<string, Promise<SchemasByNamespace>>();
  const read = async (graph: string, place: ExportPlace): Promise<SchemasByNamespace> => {
    try {
      if (!/\.[cm]?tsx?$/.test(place.file)) throw new Error("the file is not TypeScript, and the state of its graph is no schema of zod");
      return await compiler.schemasOf(place);
    } catch (error) {
      log.warn("the schemas of a graph are unknown", { graph, file: place.file, reason: messageOf(error) });
      if (error instanceof TookTooLong) known.delete(graph);
      return {};
    }
  };
  return async (graph) => {
    const place = graphs[graph];
    if (!place) return {};
    const found = known.get(graph) ?? read(graph, place);
    known.set(graph, found);
    return found;
  };
}

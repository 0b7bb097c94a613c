/** Runs in a thread, because a compiler takes seconds: reads the types of the sources that it is asked for, one after another. */
import { parentPort } from "node:worker_threads";
import { messageOf } from "../../../language/issues/thrown.ts";
import type { SchemasByNamespace } from "../../../runtime/protocol/graph-schemas.ts";
import type { ExportPlace } from "../project.ts";
import { graphSchemasOf } from "./graph-schemas-of.ts";
import { sourceProgram } from "./source-program.ts";

export type SchemasAnswer = { readonly schemas: SchemasByNamespace } | { readonly reason: string };

parentPort?.on("message", async (place: ExportPlace) => parentPort?.postMessage(await answer(place)));

async function answer({ file, name }: ExportPlace): Promise<SchemasAnswer> {
  try {
    return { schemas: graphSchemasOf(await sourceProgram(file), name) };
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

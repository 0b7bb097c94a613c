/** Imports one export of a user's file. Says in one line what is wrong with it; never runs anything else. */
import { existsSync } from "node:fs";
import { relative } from "node:path";
import { pathToFileURL } from "node:url";
import { SignalboxError } from "../../language/issues/errors.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import type { ExportPlace } from "./project.ts";

export async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  const shown = relative(process.cwd(), file) || file;
  if (!existsSync(file)) throw new SignalboxError("GRAPH_NOT_LOADED", `There is no file ${shown}`, { file });
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (cause) {
    if (cause instanceof SignalboxError) throw cause;
    throw new SignalboxError("GRAPH_NOT_LOADED", `${shown} cannot be loaded: ${reasonOf(cause)}`, { cause, file });
  }
}

export async function importExport({ file, name }: ExportPlace): Promise<unknown> {
  const exported = await importModule(file);
  if (name in exported) return exported[name];
  throw new SignalboxError(
    "GRAPH_NOT_LOADED",
    `${relative(process.cwd(), file)} has no export "${name}". ${nearestHint(name, Object.keys(exported))}`,
    { file, name },
  );
}

function reasonOf(cause: unknown): string {
  if ((cause as NodeJS.ErrnoException).code === "ERR_UNKNOWN_FILE_EXTENSION")
    return `Node ${process.version} cannot run TypeScript: use Node 22.18 or newer`;
  return cause instanceof Error ? (cause.message.split("\n")[0] ?? cause.name) : String(cause);
}

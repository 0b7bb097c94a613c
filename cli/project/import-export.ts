/** Imports one export of a user's file. Reports an error in one line; never runs anything else. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { SignalboxError } from "../../language/issues/errors.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { type Io, shownPath } from "../program/io.ts";
import type { ExportPlace } from "./project.ts";

type Module = Readonly<Record<string, unknown>>;

export async function importModule(file: string, io: Io): Promise<Module> {
  const shown = shownPath(io, file);
  if (!existsSync(file)) throw new SignalboxError("GRAPH_NOT_LOADED", `There is no file ${shown}`, { file });
  try {
    const module: Module = await import(pathToFileURL(file).href);
    return module;
  } catch (cause) {
    if (cause instanceof SignalboxError) throw cause;
    throw new SignalboxError("GRAPH_NOT_LOADED", `${shown} cannot be loaded: ${loadFailure(cause)}`, { cause, file });
  }
}

export async function importExport({ file, name }: ExportPlace, io: Io): Promise<unknown> {
  const module = await importModule(file, io);
  if (name in module) return module[name];
  throw new SignalboxError(
    "GRAPH_NOT_LOADED",
    `${shownPath(io, file)} has no export "${name}". ${nearestHint(name, Object.keys(module))}`,
    { file, name },
  );
}

function loadFailure(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if ("code" in cause && cause.code === "ERR_UNKNOWN_FILE_EXTENSION")
    return `Node ${process.version} cannot run TypeScript: use Node 22.18 or newer`;
  return cause.message.split("\n")[0] ?? cause.name;
}

/** Imports one export of a user's file, one file at a time. Reports an error in one line; never runs anything else. */
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { SignalboxError } from "../../language/issues/errors.ts";
import { nearestHint } from "../../language/issues/nearest.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { type Io, shownPath } from "../program/io.ts";
import { loadFailure } from "./importing/load-failure.ts";
import { prepareTypeScript } from "./importing/typescript.ts";
import { watchImport } from "./importing/watch-import.ts";
import type { ExportPlace } from "./project.ts";

type Module = Readonly<Record<string, unknown>>;

export async function importModule(file: string, io: Io): Promise<Module> {
  const shown = shownPath(io, file);
  if (!existsSync(file)) throw new SignalboxError("GRAPH_NOT_LOADED", `There is no file ${shown}`, { file });
  try {
    if (io.ownProcess) await prepareTypeScript(file);
    return await watchImport(`${shown} cannot be loaded: its code`, io, () => imported(file));
  } catch (cause) {
    if (cause instanceof SignalboxError) throw cause;
    throw new SignalboxError("GRAPH_NOT_LOADED", `${shown} cannot be loaded: ${loadFailure(cause, file, io)}`, { cause, file });
  }
}

export const importExport = async (place: ExportPlace, io: Io): Promise<unknown> => exportIn(await importModule(place.file, io), place, io);

/** A promise that is exported is not awaited. */
export function exportIn(module: Module, { file, name }: ExportPlace, io: Io): unknown {
  if (name in module) return module[name];
  const names = Object.keys(module).filter((each) => each !== "module.exports");
  throw new SignalboxError("GRAPH_NOT_LOADED", `${shownPath(io, file)} has no export "${name}". ${nearestHint(name, names)}`, {
    file,
    name,
  });
}

async function imported(file: string): Promise<Module> {
  const module: Module = await import(pathToFileURL(file).href);
  const { default: exports } = module;
  // of CommonJS, Node finds only the names that it can read from the text
  return isRecord(exports) && (exports.__esModule === true || "module.exports" in module) ? { ...module, ...exports } : module;
}

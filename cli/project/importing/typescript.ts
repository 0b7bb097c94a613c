/** Lets Node import TypeScript as projects write it: enums, `./x.js` for x.ts, no extension, types without `type`, `paths` of tsconfig.json, JSON, `.tsx`. */
import { existsSync, readFileSync } from "node:fs";
import * as nodeModule from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

let prepared: Promise<void> | undefined;

/** For the process, once: with the tsconfig.json that is nearest to the first file. A project without TypeScript pays nothing. */
export async function prepareTypeScript(file: string): Promise<void> {
  const tsconfig = nearest("tsconfig.json", dirname(file));
  if (!/\.[cm]?tsx?$/.test(file) && tsconfig === undefined) return;
  prepared ??= registerTsx(tsconfig);
  await prepared;
}

async function registerTsx(tsconfig: string | undefined): Promise<void> {
  if ("registerHooks" in nodeModule) nodeModule.registerHooks({ resolve: resolveInCommonJs });
  const { register } = await import("tsx/esm/api");
  register(tsconfig === undefined ? { tsconfig: false } : { tsconfig });
  // tsx turns them on for all files: reading the maps of every library would make the first stack slow
  if ("setSourceMapsSupport" in nodeModule) nodeModule.setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
}

/**
 * For packages without `"type": "module"`. There tsx would make CommonJS of every file, which loads LangGraph a second time, and would resolve no `paths`.
 * A file that only imports and exports is an ES module, as Node itself decides.
 */
const resolveInCommonJs: nodeModule.ResolveHookSync = (specifier, context, nextResolve) => {
  const isRequired = context.conditions.includes("require");
  const found = nextResolve(isRequired && specifier.startsWith("file:") ? fileURLToPath(specifier) : specifier, context);
  const isUndecided = !found.format || found.format.startsWith("commonjs");
  return isUndecided && /\.tsx?$/.test(found.url) && isEsModule(found.url) ? { ...found, format: "module" } : found;
};

const COMMON_JS = /\brequire\s*\(|\bmodule\.exports\b|\bexports\.\w+\s*=|\b__(?:dir|file)name\b|\bimport\s+\w+\s*=|\bexport\s*=/;

function isEsModule(url: string): boolean {
  const text = readFileSync(fileURLToPath(url), "utf8");
  return /^\s*(?:import|export)\b/m.test(text) && !COMMON_JS.test(text);
}

function nearest(name: string, folder: string): string | undefined {
  const file = join(folder, name);
  if (existsSync(file)) return file;
  return dirname(folder) === folder ? undefined : nearest(name, dirname(folder));
}

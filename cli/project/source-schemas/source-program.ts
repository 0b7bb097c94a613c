/** A file of a project as its TypeScript compiler reads it, with the project's tsconfig.json. Nothing is checked as a whole: errors hide no types. */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type ts from "typescript";

export interface SourceProgram {
  readonly ts: typeof ts;
  readonly checker: ts.TypeChecker;
  readonly file: ts.SourceFile;
}

/** @throws a reason, when there is no compiler or it cannot read the file. */
export async function sourceProgram(path: string): Promise<SourceProgram> {
  const typescript = await compilerFor(path);
  const options = optionsFor(typescript, path);
  const program = typescript.createProgram({ rootNames: [path], options, host: keepingHost(typescript, options) });
  const file = program.getSourceFile(path);
  if (!file) throw new Error("typescript cannot read the file");
  return { ts: typescript, checker: program.getTypeChecker(), file };
}

/** Graphs of a project import the same packages: what was parsed is kept. Options that differ read a file in another way. */
const parsed = new Map<string, ts.SourceFile | undefined>();

function keepingHost(typescript: typeof ts, options: ts.CompilerOptions): ts.CompilerHost {
  const host = typescript.createCompilerHost(options);
  const kind = JSON.stringify(options);
  return {
    ...host,
    getSourceFile(path, language, ...rest) {
      const key = `${kind} ${path}`;
      if (!parsed.has(key)) parsed.set(key, host.getSourceFile(path, language, ...rest));
      return parsed.get(key);
    },
  };
}

/** The project's own, or else the one beside this package. */
async function compilerFor(path: string): Promise<typeof ts> {
  for (const from of [path, import.meta.filename]) {
    const found = await compilerFrom(from);
    if (found) return found;
  }
  throw new Error("typescript is not installed, or has no compiler API: npm install typescript@5");
}

async function compilerFrom(path: string): Promise<typeof ts | undefined> {
  try {
    const module: { default?: typeof ts } = await import(pathToFileURL(createRequire(path).resolve("typescript")).href);
    return typeof module.default?.createProgram === "function" ? module.default : undefined;
  } catch {
    return undefined; // it is not there
  }
}

/** Without strict nulls, types would not have their nulls. */
function optionsFor(typescript: typeof ts, path: string): ts.CompilerOptions {
  const config = typescript.findConfigFile(dirname(path), typescript.sys.fileExists);
  const always = { noEmit: true, allowImportingTsExtensions: true, strictNullChecks: true, skipLibCheck: true };
  if (config === undefined) {
    const { ESNext } = typescript.ScriptTarget;
    const { Bundler } = typescript.ModuleResolutionKind;
    return { target: ESNext, module: typescript.ModuleKind.ESNext, moduleResolution: Bundler, ...always };
  }
  const { config: json = {} } = typescript.readConfigFile(config, typescript.sys.readFile);
  // the project's other files are read only if this one imports them
  const only = { ...json, include: undefined, files: [path] };
  return { ...typescript.parseJsonConfigFileContent(only, typescript.sys, dirname(config), {}, config).options, ...always };
}

/** The declarations that tsc emits for the package's entries, as a program of their own. Nothing is written. */
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { entries } from "../../checks/build/entries.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface EmittedTypes {
  readonly checker: ts.TypeChecker;
  /** Entry, such as "runtime/index" → its module. */
  readonly modules: ReadonlyMap<string, ts.Symbol>;
  /** Whether a file is ours, not a package's. */
  readonly isOurs: (file: ts.SourceFile) => boolean;
}

export function emittedTypes(): EmittedTypes {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const emitted = emit({ ...options, noEmit: false, emitDeclarationOnly: true, declaration: true, noCheck: true });
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => emitted.has(name) || (fileExists(name) && !emitted.has(name.replace(/\.ts$/, ".d.ts")));
  host.getSourceFile = (name, target) => {
    const text = emitted.get(name);
    return text === undefined ? getSourceFile(name, target) : ts.createSourceFile(name, text, target);
  };
  const program = ts.createProgram(
    entries.map((entry) => `${root}${entry}.d.ts`),
    options,
    host,
  );
  const checker = program.getTypeChecker();
  const moduleOf = (entry: string): ts.Symbol => {
    const source = program.getSourceFile(`${root}${entry}.d.ts`);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${entry}.d.ts is not a module`);
    return module;
  };
  return {
    checker,
    modules: new Map(entries.map((entry) => [entry, moduleOf(entry)])),
    isOurs: ({ fileName }) => emitted.has(fileName),
  };
}

/** Path beside its source → text. */
function emit(options: ts.CompilerOptions): Map<string, string> {
  const emitted = new Map<string, string>();
  const program = ts.createProgram(
    entries.map((entry) => `${root}${entry}.ts`),
    options,
  );
  program.emit(undefined, (name, text) => emitted.set(name, text));
  return emitted;
}

/** TypeScript files that exist only in a test, compiled with the project's own settings. */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface VirtualProgram {
  /** For what the compiler knows besides. */
  readonly program: ts.Program;
  /** What tsc would print for one file: each message with its line. */
  messagesOf(file: string): { line: number; text: string }[];
  /** Type instantiations so far: a measure of the compiler's work that does not depend on the machine. */
  instantiations(): number;
}

/** Parsed once for all programs of a test file. */
const realFiles = new Map<string, ts.SourceFile | undefined>();

/** `files`: path inside the project → text. `settings` replace the project's own. */
export function virtualProgram(files: Readonly<Record<string, string>>, settings: ts.CompilerOptions = {}): VirtualProgram {
  const texts = new Map(Object.entries(files).map(([file, text]) => [root + file, text]));
  const project = ts.parseJsonConfigFileContent(ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config, ts.sys, root);
  const options = { ...project.options, ...settings };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, directoryExists } = host;
  const folders = new Set([...texts.keys()].map(dirname));
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.directoryExists = (name) => folders.has(name) || (directoryExists?.(name) ?? true);
  host.getSourceFile = (name, target) => {
    const text = texts.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, target);
    const read = realFiles.get(name) ?? getSourceFile(name, target);
    realFiles.set(name, read);
    return read;
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return {
    program,
    messagesOf: (file) =>
      program.getSemanticDiagnostics(program.getSourceFile(root + file)).map(({ messageText, file: source, start = 0 }) => ({
        line: (source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1,
        text: ts.flattenDiagnosticMessageText(messageText, "\n"),
      })),
    // internal, and printed by `tsc --extendedDiagnostics`
    instantiations: () => (program as unknown as { getInstantiationCount(): number }).getInstantiationCount(),
  };
}

/** A kind that does not exist is added in a copy of the source: the copy compiles, and its program runs. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";
import { afterAll, expect, it } from "vitest";
import { newFiles, newLines, program } from "./gate.ts";

const root = resolve(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "toy-kind-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SOURCES = ["language", "telemetry", "client", "draw", "nodes", "compile", "persistence", "runtime", "server", "testkit"];

it("adds a kind only in its own files and the lists of kinds", { timeout: 300_000 }, () => {
  for (const name of [...SOURCES, "package.json", "tsconfig.json"]) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  for (const [file, text] of Object.entries(newFiles)) write(file, text);
  for (const [file, lines] of Object.entries(newLines)) write(file, lines.reduce(withLine, readFileSync(join(folder, file), "utf8")));
  write("program.ts", program);
  expect(compileErrors()).toEqual([]);
  const output = execFileSync(process.execPath, ["program.ts"], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  expect(JSON.parse(output)).toEqual({
    issues: [],
    wrong: ["UNKNOWN_TARGET", "UNKNOWN_REFERENCE"],
    schema: ["gate", "bodyGate"],
    mermaid: true,
    svg: true,
    notForced: [],
    forced: expect.arrayContaining([
      ["entrance -open-> all", expect.arrayContaining(["entrance -open-> all", "all -next-> end"])],
      ["entrance -shut-> end", ["entrance -shut-> end"]],
      ["all.do -shut-> join", expect.arrayContaining(["all[0] -shut-> join"])],
    ]),
    path: ["entrance -open-> all", "all[0] -shut-> join", "all -next-> end"],
  });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function withLine(text: string, [after, line]: readonly [string, string]): string {
  if (!text.includes(`${after}\n`)) throw new Error(`there is no line "${after}"`);
  return text.replace(`${after}\n`, `${after}\n${line}\n`);
}

function compileErrors(): string[] {
  const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ compilerOptions: config.compilerOptions, files: ["program.ts"] }, ts.sys, folder);
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([join(folder, "program.ts")], options));
  return diagnostics.map(({ file, messageText }) => `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
}

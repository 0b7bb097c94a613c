/** Each public factory has one example, and all of them compile and run. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { docExamples, moduleOf } from "./doc-examples.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const examples = docExamples();

test("each public factory has exactly one", () => {
  expect(examples.map(({ name }) => name).sort()).toEqual([
    "agent",
    "channel",
    "list",
    "messages",
    "question",
    "rawGraph",
    "router",
    "setup",
    "task",
    "tool",
  ]);
});

test("they compile", { timeout: 60_000 }, () => {
  const file = `${root}test/examples/all-examples.ts`;
  const text = moduleOf(examples, "../../language/index.ts");
  const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, target) => (name === file ? ts.createSourceFile(name, text, target) : getSourceFile(name, target));
  const program = ts.createProgram([file], options, host);
  const messages = program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  expect(messages).toEqual([]);
});

test("they run", () => {
  execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", moduleOf(examples, "./language/index.ts")], { cwd: root });
});

test("hello world takes at most 12 lines", () => {
  const hello = examples.find(({ name }) => name === "setup")?.code.split("\n") ?? [];
  expect(hello.length).toBeLessThanOrEqual(12);
});

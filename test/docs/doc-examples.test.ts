/** Each public factory has one example, and all of them compile and run. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { virtualProgram } from "../support/virtual-program.ts";
import { docExamples, moduleOf } from "./doc-examples.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const examples = docExamples();

test("each public factory has exactly one", () => {
  expect(examples.map(({ name }) => name).sort()).toEqual([
    "agent",
    "channel",
    "list",
    "messages",
    "model",
    "question",
    "rawGraph",
    "router",
    "setup",
    "task",
    "tool",
  ]);
});

test("they compile", { timeout: 60_000 }, () => {
  const file = "test/examples/all-examples.ts";
  expect(virtualProgram({ [file]: moduleOf(examples, "../../language/index.ts") }).messagesOf(file)).toEqual([]);
});

test("they run", () => {
  execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", moduleOf(examples, "./language/index.ts")], { cwd: root });
});

test("hello world takes at most 12 lines", () => {
  const hello = examples.find(({ name }) => name === "setup")?.code.split("\n") ?? [];
  expect(hello.length).toBeLessThanOrEqual(12);
});

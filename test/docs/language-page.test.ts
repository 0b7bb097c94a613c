/** docs/language.md: its tables are the schema's, its examples compile, run, and are right. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { z } from "zod";
import { agent, setup } from "../../language/index.ts";
import { virtualProgram } from "../support/virtual-program.ts";
import { blocks, moduleOfPage, regenerated } from "./language-page.ts";

test("its generated parts are up to date: `npx vitest run test/docs/language-page.test.ts -u` writes them", async () => {
  await expect(regenerated()).toMatchFileSnapshot("../../docs/language.md");
});

test("its examples compile", { timeout: 60_000 }, () => {
  const file = "test/language/page-examples.ts";
  expect(virtualProgram({ [file]: moduleOfPage("../../language/index.ts") }).messagesOf(file)).toEqual([]);
});

test("its examples run, and their graphs have no issues", () => {
  const cwd = fileURLToPath(new URL("../../", import.meta.url));
  execFileSync(process.execPath, ["--input-type=module-typescript", "--eval", moduleOfPage("./language/index.ts")], { cwd });
});

test("its YAML is a graph", () => {
  const args = z.object({ question: z.string() });
  const helper = agent({ args, output: z.string(), run: async ({ question }) => question });
  const { loadGraph } = setup({ state: { question: z.string(), answer: z.string() }, agents: { helper } });
  expect(blocks("yaml").map((text) => loadGraph(text, "language.md").id)).toEqual(["hello"]);
});

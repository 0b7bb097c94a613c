/** Every code block of every page is run or checked by a test; a new one that no test knows fails here. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Block, blocksIn, pages, root } from "./pages/markdown.ts";

/** Blocks that a test takes by their language or page, and which test. */
const TAKEN: readonly (readonly [test: string, isTaken: (block: Block) => boolean])[] = [
  ["typescript.test.ts and running.test.ts", ({ language }) => language === "ts"],
  ["npm run test:browser", ({ page, language }) => page === "docs/guide/react.md" && language === "tsx"],
  ["commands.test.ts", ({ language, code }) => language === "bash" && !/^curl /m.test(code)],
  ["workflows.test.ts", ({ page, language }) => page === "docs/guide/workflows.md" && (language === "text" || language === "mermaid")],
  ["decisions.test.ts", ({ page, language }) => page === "docs/decisions/README.md" && language === "markdown"],
];

/** Blocks that nothing can run or check, and why. */
const UNCHECKED: Readonly<Record<string, string>> = {};

const tests = readdirSync(`${root}test/docs`)
  .filter((file) => file.endsWith(".test.ts") && file !== "blocks.test.ts")
  .map((file) => readFileSync(`${root}test/docs/${file}`, "utf8"))
  .join("\n");
const blocks = pages().flatMap(blocksIn);

it("knows a test for every block", () => {
  const unknown = blocks.filter((block) => !TAKEN.some(([, isTaken]) => isTaken(block)) && !tests.includes(`"${block.name}"`));
  expect(unknown.map(({ name }) => name).filter((name) => !(name in UNCHECKED))).toEqual([]);
});

it("gives a reason only for blocks that exist", () => {
  const names = new Set(blocks.map(({ name }) => name));
  expect(Object.keys(UNCHECKED).filter((name) => !names.has(name))).toEqual([]);
});

/** The code blocks of a page of documentation, as something that can be compiled and run. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Blocks of one language, in the page's order. */
export function blocksOf(page: string, language: string): string[] {
  const text = readFileSync(`${root}${page}`, "utf8");
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, code = ""]) => (found === language ? [code] : []));
}

/** The package's entries as paths, so that a block compiles here without being installed: "signalbox/runtime" is runtime/index.ts. */
export const fromHere = (code: string, up: string): string =>
  code.replaceAll(/"signalbox(\/\w+)?"/g, (_, entry: string = "") => `"${up}${entry}/index.ts"`);

/** Just enough of vitest to run a page's test outside vitest. */
const vitestInSmall = `import assert from "node:assert/strict";
const test = (_name: string, run: () => unknown) => run();
const expect = (value: unknown) => ({ toEqual: (other: unknown) => assert.deepEqual(value, other), toBe: (other: unknown) => assert.equal(value, other) });
`;

/** A page's graph and its test as one module that runs in the project's root. */
export function testModule([graph = "", test = ""]: readonly string[]): string {
  const inRoot = fromHere(`${graph}\n${test}`, ".").replace("./testkit/index.ts", "./testkit/run-path.ts");
  return vitestInSmall + inRoot.replaceAll(/^import .* from "(vitest|\.\/graph\.ts)";\n/gm, "");
}

/** Every TypeScript block of every page compiles, all of them in one program. */
import { expect, it } from "vitest";
import { virtualProgram } from "../support/virtual-program.ts";
import { pages } from "./markdown.ts";
import { modulesOf } from "./page-modules.ts";

/** Beside this file, so that imports of packages are found. */
const folderOf = (page: string): string => `test/docs/${page.replaceAll(/[^\w]/g, "-")}`;
const modules = pages().flatMap((page) => modulesOf(page).map((module) => ({ ...module, path: `${folderOf(page)}/${module.file}` })));

it("compiles every TypeScript block", { timeout: 180_000 }, () => {
  const files = Object.fromEntries(modules.map(({ path, code }) => [path, code]));
  const program = virtualProgram(files, {
    rewriteRelativeImportExtensions: false,
    lib: ["lib.es2024.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts"],
  });
  const messages = modules.flatMap(({ name, path }) => program.messagesOf(path).map(({ line, text }) => `${name}, line ${line}: ${text}`));
  expect(modules.length).toBeGreaterThan(20);
  expect(messages).toEqual([]);
});

/** Every TypeScript block of every page and every `@example` of the public values compiles, in one program; and every public value has a comment. */
import { expect, it, onTestFinished, vi } from "vitest";
import { errors } from "../../language/index.ts";
import { virtualProgram } from "../support/virtual-program.ts";
import { fromHere, pages, root } from "./pages/markdown.ts";
import { modulesOf, PageFolder } from "./pages/page-modules.ts";
import { entries, type PublicValue, publicValues } from "./pages/reference.ts";
import { exampleModules } from "./pages/reference-examples.ts";

const SETTINGS = { rewriteRelativeImportExtensions: false, lib: ["lib.es2024.d.ts", "lib.esnext.disposable.d.ts", "lib.dom.d.ts"] };

/** What an application has, for the examples in comments: only as types, which are cheap to check. */
const CONTEXT = `import type { Database, Runtime } from "${root}runtime/index.ts";
import type { GraphData } from "${root}index.ts";
export declare const database: Database, runtime: Runtime, supportDesk: GraphData, peers: GraphData;
`;

const RUNNING_CONTEXT = `export { peers } from "${root}graphs/peers/graph.ts";
export { supportDesk } from "${root}graphs/support-desk/graph.ts";
`;

interface Module {
  readonly name: string;
  readonly path: string;
  readonly code: string;
}

/** In folders beside this file, so that imports of packages are found. */
const ofPages = pages().flatMap((page): Module[] =>
  modulesOf(page).map(({ name, file, code }) => ({ name, path: `test/docs/${page.replaceAll(/[^\w]/g, "-")}/${file}`, code })),
);

/** Only read, not checked: what the public values are. */
const entryFile = Object.values(entries()).map((file) => `import "${root}${file}";\n`);
const entryProgram = virtualProgram({ "test/docs/entries.ts": entryFile.join("") }, SETTINGS).program;
const values = publicValues(entryProgram);
const nameOf = ({ entry, name }: PublicValue): string => `${entry} ${name}`;

const ofExamples = exampleModules(values, `${root}test/docs/context.ts`).map(
  ({ name, file, code }): Module => ({ name, path: `test/docs/examples/${file}`, code: fromHere(code) }),
);

it("compiles every TypeScript block of every page, and the example of every public value", { timeout: 180_000 }, () => {
  const modules = [...ofPages, ...ofExamples];
  const files = { "test/docs/context.ts": CONTEXT, ...Object.fromEntries(modules.map(({ path, code }) => [path, code])) };
  const program = virtualProgram(files, SETTINGS);
  const messages = modules.flatMap(({ name, path }) => program.messagesOf(path).map(({ line, text }) => `${name}, line ${line}: ${text}`));
  expect(ofPages.length).toBeGreaterThan(20);
  expect(messages).toEqual([]);
});

it("runs the examples of the language and of inspection", async () => {
  const folder = new PageFolder("examples");
  onTestFinished(() => folder.remove());
  const context = folder.write("context.ts", RUNNING_CONTEXT);
  const run = exampleModules(values, context).filter(({ name, code }) => /^signalbox(\/inspect)? /.test(name) && !/\bruntime\b/.test(code));
  expect(run.length).toBeGreaterThan(25);
  vi.spyOn(console, "log").mockReturnValue();
  vi.spyOn(console, "error").mockReturnValue();
  for (const { file, code } of run) await import(folder.write(file, fromHere(code)));
  vi.restoreAllMocks();
});

it("finds a sentence and an example at every public value", () => {
  expect(values.length).toBeGreaterThan(50);
  expect(values.filter(({ sentence }) => !/^[A-Z].*\./s.test(sentence)).map(nameOf)).toEqual([]);
  expect(values.filter(({ examples }) => examples.length !== 1).map(nameOf)).toEqual([]);
});

/** Codes that a call cannot throw although the compiler finds a way to them, and why. */
const NOT_THROWN: Readonly<Record<string, readonly string[]>> = {
  // in handlers that the app only carries
  "signalbox/server createApp": ["FORBIDDEN", "HOST_UNSUITABLE", "INVALID_INPUT", "ROUTE_NOT_FOUND", "UPGRADE_REQUIRED"],
  // in the tests that it registers, whose scenarios name declared signals only
  "signalbox/testkit testGraph": ["UNKNOWN_SIGNAL"],
};

it("finds `@throws` with every code that a call throws, and with no other than the catalogue's", () => {
  const codes = new Set(Object.keys(errors));
  const missing = values.flatMap((value) => {
    const known = [...value.documented, ...(NOT_THROWN[nameOf(value)] ?? [])];
    return value.thrown.filter((code) => !known.includes(code)).map((code) => `${nameOf(value)}: ${code}`);
  });
  expect(missing).toEqual([]);
  expect(values.flatMap(({ documented }) => documented).filter((code) => !codes.has(code))).toEqual([]);
});

it("takes at most 12 lines for hello world", () => {
  const hello = values.find(({ name }) => name === "setup")?.examples[0]?.split("\n") ?? [];
  expect(hello.length).toBeLessThanOrEqual(12);
});

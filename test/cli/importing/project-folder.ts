/** A project in a folder of its own, with the packages of this one. Its code is written as text: the compiler of this project would not take it. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Of this project, with a slash at its end. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Exports `graphOf(id)`: a declared graph of one task, compiled. */
export const graphOfModule = `
import { z } from "zod";
import { compileGraph } from "${root}compile/compile-graph.ts";
import { setup, task } from "${root}language/index.ts";
import { memoryPorts } from "${root}testkit/memory/memory-ports.ts";
const { defineGraph } = setup({ state: { a: z.string() }, tasks: { t: task({ labels: ["ok"], args: z.object({}), run: async () => ({ label: "ok" as const }) }) } });
export const declared = (id: string) => defineGraph({ id, version: 1, start: "t", input: ["a"], nodes: { t: { kind: "task", task: "t", routes: { ok: "end" } } } });
export const graphOf = (id: string, works = true) => {
  if (!works) throw new Error(id + " does not work");
  return compileGraph(declared(id), { ports: memoryPorts() });
};
`;

/** Path → text, or an object that is written as JSON. */
export function projectFolder(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-project-"));
  for (const [path, content] of Object.entries({ "package.json": { type: "module" }, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Makes tsc's declarations publishable: only those that an entry reaches, with .js specifiers, and a second set that CommonJS may import. */
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { entries } from "./entries.ts";

/** A relative path to one of our declarations, in `from "…"` and `import("…")`. */
const specifier = /((?:from|import)\s*\(?\s*")(\.{1,2}\/[^"]+)\.ts"/g;

/** @returns how many files there are now. */
export function writeTypes(dist: string): number {
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const [, , path = ""] of readFileSync(`${file}.d.ts`, "utf8").matchAll(specifier)) visit(join(dirname(file), path));
  };
  for (const entry of entries) visit(join(dist, entry));
  for (const file of globSync(`${dist}/**/*.d.ts`)) {
    const name = file.slice(0, -".d.ts".length);
    const text = readFileSync(file, "utf8");
    rmSync(file);
    if (!reached.has(name)) continue;
    writeFileSync(`${name}.d.ts`, text.replaceAll(specifier, '$1$2.js"'));
    writeFileSync(`${name}.d.cts`, text.replaceAll(specifier, '$1$2.cjs"'));
  }
  return reached.size * 2;
}

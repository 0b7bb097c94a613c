/** The package's entries as package.json exports them: "runtime/index" stands for runtime/index.ts and dist/runtime/index.js. */
import { readFileSync } from "node:fs";

interface Manifest {
  readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
}

const manifest: Manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));

export const entries: readonly string[] = Object.values(manifest.exports).flatMap((target) =>
  typeof target === "string" ? [] : [target.default.replace(/^\.\/dist\/|\.js$/g, "")],
);

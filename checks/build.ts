/** Builds dist/ as it is published: the entries as bundles that share chunks, their types for ES modules and for CommonJS, source maps. */
import { execFileSync } from "node:child_process";
import { chmodSync, rmSync, statSync } from "node:fs";
import { bundle } from "./build/bundle.ts";
import { writeTemplate } from "./build/template.ts";
import { writeTypes } from "./build/types.ts";

rmSync("dist", { recursive: true, force: true });
execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"], { stdio: "inherit" });
const types = writeTypes("dist");
const modules = await bundle("dist");
await writeTemplate("dist/chunks");
chmodSync("dist/cli/signalbox.js", 0o755);
readText();
const kilobytes = modules.reduce((sum, file) => sum + statSync(file).size, 0) / 1_000;
console.log(`build: ${modules.length} modules of ${kilobytes.toFixed(0)} kB and ${types} files of types in dist/`);

/** The package reads YAML: it loads its parser only then, in a way that the bundle must keep. */
function readText(): void {
  const program = `
    import { setup } from "./dist/index.js";
    const graph = "id: read\\nversion: 1\\nstart: ask\\nnodes:\\n  ask: { kind: interrupt, question: ask, by: [lead], decisions: { yes: end } }";
    const registry = { state: {}, roles: ["lead"], questions: { ask: { prompt: "?", decisions: { yes: null } } } };
    if (setup(registry).loadGraph(graph, "read.yaml").id !== "read") throw new Error("not read");`;
  execFileSync(process.execPath, ["--input-type=module", "--eval", program], { stdio: "inherit" });
}

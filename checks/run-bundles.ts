/** Bundles a program with all of Signalbox into one file, as serverless functions and Next.js do, and runs it. The embedded database stays a package: it has files of its own. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const program = `
import { compileGraph, createRuntime, lazyPorts, openDatabase, prepareDatabase } from "signalbox/runtime";
import { setup, task } from "signalbox";
import { z } from "zod";
const { defineGraph } = setup({
  state: { text: z.string() },
  tasks: { greet: task({ labels: ["ok"], args: z.object({}), output: z.string(), run: async () => ({ label: "ok", output: "hello" }) }) },
});
const graph = compileGraph(defineGraph({ id: "g", version: 1, start: "n", nodes: { n: { kind: "task", task: "greet", writes: "text", routes: { ok: "end" } } } }), {
  ports: lazyPorts({ dataFolder: "memory://" }),
});
(async () => {
  const database = await openDatabase({ dataFolder: "memory://" });
  await prepareDatabase(database);
  const runtime = await createRuntime({ database, graphs: { g: graph } });
  await runtime.start();
  const { thread_id } = await runtime.threads.create({});
  const { run_id } = await runtime.runs.create(thread_id, { assistant_id: "g", input: {} });
  console.log(JSON.stringify(await runtime.runs.join(thread_id, run_id)));
  process.exit(0);
})();
`;

/** An ES module needs what CommonJS has by itself. */
const require = "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

/** @throws when a bundle does not run. `folder`: where the package is installed. */
export async function runBundles(folder: string): Promise<void> {
  const elsewhere = join(folder, "bundles");
  mkdirSync(elsewhere);
  try {
    writeFileSync(join(folder, "bundled.mjs"), program);
    for (const [format, banner] of [
      ["esm", require],
      ["cjs", ""],
    ] as const) {
      const outfile = join(elsewhere, format === "esm" ? "bundle.mjs" : "bundle.cjs");
      const entry = join(folder, "bundled.mjs");
      await build({ entryPoints: [entry], bundle: true, platform: "node", format, outfile, banner: { js: banner }, logLevel: "error" });
      const printed = execFileSync(process.execPath, [outfile], { cwd: elsewhere, encoding: "utf8" });
      if (!printed.includes("hello")) throw new Error(`the ${format} bundle printed ${printed}`);
      console.log(`example: one ${format} bundle runs`);
    }
  } finally {
    rmSync(join(folder, "bundled.mjs"), { force: true });
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

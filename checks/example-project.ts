/** Packs this project as npm would publish it, and tests examples/refund-desk on the tarball: with each vitest that the test kit supports. */
import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileEntries } from "./compile-entries.ts";
import { runBundles } from "./run-bundles.ts";
import { watchOnce } from "./watch-once.ts";

/** 5.1.1, because the coverage package of 5.1.2 needs a version that npm does not have. */
const versions = ["3", "4", "5.1.1"];
/** The compilers that users' projects have. */
const compilers = ["5.9", "7"];
const root = new URL("..", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "signalbox-example-"));

const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, stdio: "inherit" });
const install = (...args: string[]) => run("npm", "install", "--no-fund", "--no-audit", "--no-package-lock", ...args);
const vitest = (...args: string[]) => run(process.execPath, "node_modules/vitest/vitest.mjs", ...args);

/** The guide's, as a reader would copy it. */
function firstTest(guide: string): string {
  const [, code] = guide.match(/```ts\n([\s\S]*?)```/) ?? [];
  if (!code?.includes("refundDesk")) throw new Error("docs/guide/testing.md begins with no test of the refund desk");
  return code;
}

try {
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root, stdio: "inherit" });
  const [tarball] = globSync("*.tgz", { cwd: folder });
  if (tarball === undefined) throw new Error("npm pack wrote no tarball");
  copyFileSync(join(folder, tarball), join(folder, "signalbox.tgz"));
  cpSync(join(root, "examples/refund-desk"), folder, { recursive: true, filter: (path) => !/node_modules|graph-coverage/.test(path) });
  writeFileSync(join(folder, "test/first.test.ts"), firstTest(readFileSync(join(root, "docs/guide/testing.md"), "utf8")));
  install();
  const entries = join(folder, "entries");
  cpSync(join(root, "examples/entries"), entries, { recursive: true });
  for (const version of compilers) {
    console.log(`\nexample: TypeScript ${version}`);
    install("--no-save", `typescript@${version}`);
    compileEntries(entries);
  }
  rmSync(entries, { recursive: true });
  await runBundles(folder);
  for (const version of versions) {
    console.log(`\nexample: vitest ${version}`);
    install("--no-save", `vitest@${version}`, `@vitest/coverage-v8@${version}`);
    run(process.execPath, "node_modules/typescript/bin/tsc");
    vitest("run", "--coverage");
    vitest("run", "--pool", "threads", "--maxWorkers", "2");
  }
  await watchOnce(folder, () => appendFileSync(join(folder, "graph/refund-desk.ts"), "\n"));
  console.log(`example: passes from the tarball with vitest ${versions.join(", ")}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** `npm run test:faults -- [--quick] [names]` runs the suites, `--list` prints them. A full run writes what it measured into docs/reliability.md. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Measurement, printed } from "./measure/promise.ts";
import { writeReliability } from "./measure/reliability-page.ts";
import { chooseSuites, promises } from "./promises.ts";

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: "boolean" }, list: { type: "boolean" } } });
  const files = chooseSuites(positionals);
  if (values.list) list(files);
  else process.exitCode = run(files, values.quick === true);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

function list(files: readonly string[]): void {
  for (const { number, promise, file } of promises)
    if (files.includes(file)) console.log(`${number.padEnd(3)}  ${promise.padEnd(80)}  test/faults/${file}`);
}

function run(files: readonly string[], quick: boolean): number {
  const results = join(mkdtempSync(join(tmpdir(), "signalbox-faults-")), "results.jsonl");
  const paths = files.map((file) => `test/faults/${file}`);
  const { status } = spawnSync("vitest", ["run", "--config", "test/faults/vitest.config.ts", "--silent=passed-only", ...paths], {
    stdio: "inherit",
    shell: process.platform === "win32",
    env: { ...process.env, SIGNALBOX_FAULTS: quick ? "quick" : "full", SIGNALBOX_FAULTS_RESULTS: results },
  });
  const measured = linesOf(results).map((line): Measurement => JSON.parse(line));
  for (const one of measured) console.log(printed(one));
  if (!quick && status === 0) writeReliability(measured, new Date());
  return status ?? 1;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").trim().split("\n");
  } catch {
    return [];
  }
}

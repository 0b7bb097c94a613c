/** `npm run test:faults [-- --quick] [names]`: runs the suite; what a full one measures is written into docs/reliability.md. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Measured } from "./measure/promise.ts";
import { writeReliability } from "./measure/reliability-page.ts";

const quick = process.argv.includes("--quick");
const names = process.argv.slice(2).filter((argument) => argument !== "--quick");
const results = join(mkdtempSync(join(tmpdir(), "signalbox-faults-")), "results.jsonl");
const { status } = spawnSync("vitest", ["run", "--config", "test/faults/vitest.config.ts", "--silent=passed-only", ...names], {
  stdio: "inherit",
  shell: process.platform === "win32",
  env: { ...process.env, SIGNALBOX_FAULTS: quick ? "quick" : "full", SIGNALBOX_FAULTS_RESULTS: results },
});
const measured = linesOf(results).map((line) => JSON.parse(line) as Measured);
for (const { id, promise, trials, violations, off, note } of measured)
  console.log(
    `${id} ${promise}: ${trials} trials, ${violations} violations (off: ${off.trials} trials, ${off.violations} violations)${note ? `; ${note}` : ""}`,
  );
if (!quick && status === 0) writeReliability(measured, new Date());
process.exitCode = status ?? 1;

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").trim().split("\n");
  } catch {
    return [];
  }
}

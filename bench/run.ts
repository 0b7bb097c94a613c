/** `npm run bench [-- --quick]`: measures on a Postgres of its own, and prints the table of docs/benchmarks.md. `--quick` measures what CI gates on. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startBenchPostgres } from "./scene/postgres.ts";
import { measureCounts } from "./suites/counts.ts";
import { measureDeclared } from "./suites/declared.ts";
import { type Compared, compareThroughput } from "./suites/throughput.ts";
import type { Seen } from "./table/metrics.ts";
import { failures, notMeasured, tableOf } from "./table/print.ts";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, rounds: { type: "string", default: "5" } } });
const rounds = Number(values.rounds);

/** Each part says when it begins: a run takes minutes. */
const began = performance.now();
const say = (what: string) => console.error(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${what}`);

const load = () => (loadavg()[0] ?? 0) / availableParallelism();
const loads = [load()];

async function measureAll(): Promise<{ seen: Seen; compared: Compared | undefined }> {
  say("CPU of declared graphs");
  const declared = await measureDeclared(rounds);
  loads.push(load());
  const postgres = await startBenchPostgres();
  try {
    say("statements and commits");
    const counts = await measureCounts(postgres);
    loads.push(load());
    if (!values.quick) say("throughput, in turn");
    const compared = values.quick ? undefined : await compareThroughput(postgres, rounds);
    loads.push(load());
    return { seen: { ...declared, ...counts, ...compared?.seen }, compared };
  } finally {
    await postgres.stop();
  }
}

/** What the benchmark compares with is no dependency of the project. */
function installPeers(): void {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  if (!existsSync(`${folder}node_modules`)) execFileSync("npm", ["ci", "--no-fund", "--no-audit"], { cwd: folder, stdio: "inherit" });
}

if (!values.quick) installPeers();
const { seen, compared } = await measureAll();
const average = loads.reduce((sum, one) => sum + one, 0) / loads.length;
const table = tableOf(seen, average);
console.log(table.join("\n"));
for (const error of compared?.errors ?? []) console.log(`no ratio: ${error}`);
console.log(`\nnot measured by this run: ${notMeasured(seen).join("; ")}`);
const failed = values.quick ? failures(seen) : [];
for (const failure of failed) console.error(`✗ ${failure}`);
process.exit(failed.length > 0 ? 1 : 0);

/** `npm run bench [-- --quick | --full] [suites]`: measures on a Postgres of its own, prints the table, and writes docs/benchmarks.md. `--quick` measures what CI gates on. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BenchPostgres, startBenchPostgres } from "./scene/postgres.ts";
import { measureCounts } from "./suites/counts.ts";
import { measureDeclared } from "./suites/declared.ts";
import { measureLong } from "./suites/memory.ts";
import { compareProcesses } from "./suites/processes.ts";
import { compareReference } from "./suites/reference.ts";
import { type Compared, compareThroughput } from "./suites/throughput.ts";
import type { Seen } from "./table/metrics.ts";
import { failures, notMeasured, tableOf } from "./table/print.ts";
import { writePage } from "./table/write-page.ts";

type Suite = (postgres: BenchPostgres, rounds: number) => Promise<Seen>;

let compared: Compared = { seen: {}, rounds: new Map(), errors: [] };
const suites: Readonly<Record<string, Suite>> = {
  declared: (_, rounds) => measureDeclared(rounds),
  counts: measureCounts,
  throughput: async (postgres, rounds) => {
    compared = await compareThroughput(postgres, rounds);
    return compared.seen;
  },
  reference: (_, rounds) => compareReference(rounds),
  processes: compareProcesses,
  memory: measureLong,
};
const QUICK = ["declared", "counts"];
/** 10,000 runs. */
const LONG = "memory";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
  },
});
const unknown = positionals.find((name) => !suites[name]);
if (unknown !== undefined) {
  console.error(`"${unknown}" is not a suite. Suites: ${Object.keys(suites).join(", ")}`);
  process.exit(2);
}
const usual = values.quick ? QUICK : Object.keys(suites).filter((name) => values.full || name !== LONG);
const chosen = positionals.length > 0 ? positionals : usual;

const load = () => (loadavg()[0] ?? 0) / availableParallelism();
const loads = [load()];

async function measure(postgres: BenchPostgres): Promise<Seen> {
  const began = performance.now();
  let seen: Seen = {};
  for (const name of chosen) {
    console.error(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${name}`);
    seen = { ...seen, ...(await suites[name]?.(postgres, Number(values.rounds))) };
    loads.push(load());
  }
  return seen;
}

/** What the benchmark compares with is no dependency of the project. */
function installPeers(): void {
  const folder = fileURLToPath(new URL(".", import.meta.url));
  if (!existsSync(`${folder}node_modules`)) execFileSync("npm", ["ci", "--no-fund", "--no-audit"], { cwd: folder, stdio: "inherit" });
}

if (chosen.includes("throughput")) installPeers();
const postgres = await startBenchPostgres();
const [{ server_version: version } = { server_version: "" }] = await postgres.query<{ server_version: string }>("show server_version");
const seen = await measure(postgres).finally(() => postgres.stop());
const average = loads.reduce((sum, one) => sum + one, 0) / loads.length;
const table = tableOf(seen, average);
console.log(table.join("\n"));
for (const error of compared.errors) console.log(`no ratio: ${error}`);
console.log(`\nnot measured by this run: ${notMeasured(seen).join("; ")}`);
// what was chosen by name, or measures gates alone, does not replace the whole table
if (!values.quick && positionals.length === 0)
  writePage({ table, compared, missing: notMeasured(seen), machine: { postgres: version, load: average, at: new Date() } });
const failed = values.quick ? failures(seen) : [];
for (const failure of failed) console.error(`✗ ${failure}`);
process.exit(failed.length > 0 ? 1 : 0);

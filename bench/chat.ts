/**
 * What a conversation costs as it grows, on a Postgres of its own: CPU, statements and bytes a turn in process, beside LangGraph's PostgresSaver,
 * and WAL and the history over HTTP. `--turns 500`; docs/benchmarks.md keeps the numbers of a run.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { FencedSaver } from "../persistence/checkpointer/saver.ts";
import { openDatabase } from "../persistence/open-database.ts";
import { prepareDatabase } from "../persistence/schema/prepare-database.ts";
import { startPostgres } from "../test/support/postgres-server.ts";
import { around, inProcess, overHttp } from "./chat/measures.ts";

const { values } = parseArgs({ options: { turns: { type: "string", default: "200" } } });
const turns = Number(values.turns);
const marks = [10, 20, 100, 200, 500].filter((mark) => mark <= turns);

const row = (...cells: readonly (string | number)[]) => console.log(`| ${cells.join(" | ")} |`);
const kB = (bytes: number) => `${Math.round(bytes / 1000)} kB`;

const folder = mkdtempSync(join(tmpdir(), "signalbox-bench-"));
const postgres = await startPostgres(folder);
const database = await openDatabase({ url: postgres.url });
await prepareDatabase(database);
await database.sql.query("create database plain", []);
const plain = await openDatabase({ url: postgres.url.replace(/postgres$/, "plain") });
await prepareDatabase(plain);

const savers = {
  Signalbox: { saver: new FencedSaver(database), database },
  PostgresSaver: { saver: new PostgresSaver(plain.pool, undefined, { schema: plain.schemas.checkpoints }), database: plain },
};
const growth = await inProcess(savers, { turns, marks });
row("in process", ...marks.map((mark) => `turn ${mark}`));
row("---", ...marks.map(() => "---"));
for (const [name, { turns: taken, bytes }] of Object.entries(growth)) {
  row(`${name}: Node CPU a turn`, ...marks.map((mark) => `${around(taken, mark, ({ cpuMs }) => cpuMs).toFixed(1)} ms`));
  row(`${name}: statements a turn`, ...marks.map((mark) => around(taken, mark, (turn) => turn.statements)));
  row(`${name}: stored`, ...marks.map((mark) => kB(bytes.get(mark) ?? 0)));
}
console.log("");
for (const [name, { turns: taken, bytes }] of Object.entries(growth)) {
  const cpu = (mark: number) => around(taken, mark, ({ cpuMs }) => cpuMs);
  if (turns >= 200) console.log(`${name}: CPU turn 200 / 10: ${(cpu(200) / cpu(10)).toFixed(2)} (at most 2)`);
  if (turns >= 200)
    console.log(`${name}: growth exponent 100 → 200: ${Math.log2((bytes.get(200) ?? 0) / (bytes.get(100) ?? 1)).toFixed(2)} (at most 1.5)`);
  if (turns >= 500) console.log(`${name}: CPU turn 500 / 20: ${(cpu(500) / cpu(20)).toFixed(2)} (at most 2)`);
}

console.log("");
const http = await overHttp(database, { turns });
const mean = (mark: number, of: (turn: (typeof http.turns)[number]) => number) => {
  const ten = http.turns.slice(mark - 10, mark).map(of);
  return ten.reduce((sum, value) => sum + value, 0) / ten.length;
};
row("over HTTP", ...marks.map((mark) => `turn ${mark}`));
row("---", ...marks.map(() => "---"));
row("WAL a turn", ...marks.map((mark) => kB(mean(mark, ({ walBytes }) => walBytes))));
row("Node CPU a turn, server and client", ...marks.map((mark) => `${around(http.turns, mark, ({ cpuMs }) => cpuMs).toFixed(1)} ms`));
row("statements a turn", ...marks.map((mark) => around(http.turns, mark, (turn) => turn.statements)));
if (turns >= 200)
  console.log(
    `WAL turn 200 / 20: ${(mean(200, ({ walBytes }) => walBytes) / mean(20, ({ walBytes }) => walBytes)).toFixed(2)} (at most 3)`,
  );
const { states, bytes, firstMs, totalMs } = http.history;
console.log(
  `history of ${states} states: ${(bytes / 1e6).toFixed(1)} MB, the first after ${Math.round(firstMs)} ms, all after ${Math.round(totalMs)} ms (at most 2000)`,
);

for (const opened of [database, plain]) await opened.close();
await postgres.stop();
rmSync(folder, { recursive: true, force: true });

/** Writes what full runs of the fault suite measured into docs/reliability.md, between the two marks. A run of some promises leaves the others' rows. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Measured } from "./promise.ts";

const PAGE = new URL("../../../docs/reliability.md", import.meta.url);
const HEAD = `| | promise | trials | violations | protection off: violations (trials) | observed | measured on |
|---|---|---|---|---|---|---|`;
const TABLE = /<!-- measured -->[\s\S]*<!-- \/measured -->/;

export function writeReliability(measured: readonly Measured[], now: Date): void {
  const page = readFileSync(PAGE, "utf8");
  const before = (TABLE.exec(page)?.[0] ?? "").split("\n").filter((line) => line.startsWith("| G"));
  const date = now.toISOString().slice(0, 10);
  const rows = new Map([...before, ...measured.map((one) => rowOf(one, date))].map((row) => [nameOf(row), row]));
  const sorted = [...rows.values()].sort((a, b) => numberOf(a) - numberOf(b));
  writeFileSync(PAGE, page.replace(TABLE, `<!-- measured -->\n${HEAD}\n${sorted.join("\n")}\n<!-- /measured -->`));
}

const rowOf = ({ id, promise, trials, violations, off, note = "" }: Measured, date: string): string =>
  `| ${id} | ${promise} | ${trials} | ${violations} | ${off.violations} (${off.trials}): ${off.how} | ${note} | ${date} |`;

const nameOf = (row: string): string => row.split(" | ", 2).join();
const numberOf = (row: string): number => Number(/\d+/.exec(row)?.[0]);

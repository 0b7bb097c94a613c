/** Writes what full runs of the fault suite measured into docs/reliability.md, between the two marks. A run of some promises keeps the others' rows. */
import { readFileSync, writeFileSync } from "node:fs";
import { promises } from "../promises.ts";
import type { Measurement } from "./promise.ts";

const PAGE = new URL("../../../docs/reliability.md", import.meta.url);
export const HEAD = `| | promise | trials | violations | protection off: violations (trials) | observed | measured on |
|---|---|---|---|---|---|---|`;
const TABLE = /<!-- measured -->[\s\S]*<!-- \/measured -->/;

export function writeReliability(measured: readonly Measurement[], now: Date): void {
  writeFileSync(PAGE, withMeasurements(readFileSync(PAGE, "utf8"), measured, now));
}

/** The page with a row for each promise that was ever measured, in the order of promises.ts. */
export function withMeasurements(page: string, measured: readonly Measurement[], now: Date): string {
  const before = (TABLE.exec(page)?.[0] ?? "").split("\n");
  const date = now.toISOString().slice(0, 10);
  const rows = promises.flatMap(({ number, promise }) => {
    const latest = measured.findLast((one) => one.promise === promise);
    return latest ? [rowOf(latest, date)] : before.filter((row) => row.startsWith(`| ${number} | ${promise} |`));
  });
  return page.replace(TABLE, () => `<!-- measured -->\n${HEAD}\n${rows.join("\n")}\n<!-- /measured -->`);
}

const rowOf = ({ number, promise, trials, violations, off, note = "" }: Measurement, date: string): string =>
  `| ${number} | ${promise} | ${trials} | ${violations} | ${off.violations} (${off.trials}): ${off.how} | ${note} | ${date} |`;

/** Writes what a full run of the fault suite measured into docs/reliability.md, between the two marks. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Measured } from "./promise.ts";

const PAGE = new URL("../../docs/reliability.md", import.meta.url);

export function writeReliability(measured: readonly Measured[], now: Date): void {
  const number = ({ id }: Measured) => Number(id.slice(1));
  const rows = measured
    .toSorted((a, b) => number(a) - number(b))
    .map(
      ({ id, promise, trials, violations, off, note = "" }) =>
        `| ${id} | ${promise} | ${trials} | ${violations} | ${off.violations} of ${off.trials}: ${off.how} | ${note} |`,
    );
  const table = [
    `Measured on ${now.toISOString().slice(0, 10)}, ${process.platform}, Node ${process.versions.node}.`,
    "",
    "| | promise | trials | violations | violations with the protection off | seen |",
    "|---|---|---|---|---|---|",
    ...rows,
  ].join("\n");
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(PAGE, page.replace(/<!-- measured -->[\s\S]*<!-- \/measured -->/, `<!-- measured -->\n${table}\n<!-- /measured -->`));
}

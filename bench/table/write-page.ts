/** Writes what a whole run measured into docs/benchmarks.md, between the two marks, and its charts beside it. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Compared, Round } from "../suites/throughput.ts";
import { type Bar, chartOf } from "./chart.ts";
import { describeMachine, type Machine } from "./machine.ts";
import { median } from "./metric.ts";

const PAGE = new URL("../../docs/benchmarks.md", import.meta.url);
const IMAGES = new URL("../../docs/images/", import.meta.url);
const GENERATED = /<!-- measured -->[\s\S]*<!-- \/measured -->/;

interface Report {
  readonly table: readonly string[];
  readonly compared: Compared;
  readonly missing: readonly string[];
  readonly machine: Machine;
}

export function writePage(report: Report): void {
  const summary = summaryOf(report.compared);
  writeFileSync(new URL("benchmarks-steps.svg", IMAGES), stepsChart(summary));
  writeFileSync(new URL("benchmarks-cpu.svg", IMAGES), cpuChart(summary));
  const page = readFileSync(PAGE, "utf8");
  writeFileSync(
    PAGE,
    page.replace(GENERATED, () => `<!-- measured -->\n${sectionOf(report, summary).join("\n")}\n<!-- /measured -->`),
  );
}

interface Summary extends Round {
  readonly name: string;
  readonly rounds: number;
}

/** The medians of those that had a round at all. */
function summaryOf({ rounds }: Compared): Summary[] {
  return [...rounds].flatMap(([name, all]) => {
    const good = all.filter((round) => round !== undefined);
    const of = (key: keyof Round) => median(good.map((round) => round[key]));
    return good.length > 0
      ? [{ name, rounds: good.length, stepsASecond: of("stepsASecond"), cpuUs: of("cpuUs"), postgresUs: of("postgresUs") }]
      : [];
  });
}

function sectionOf({ table, compared, missing, machine }: Report, summary: readonly Summary[]): string[] {
  const us = (value: number) => (Number.isNaN(value) ? "" : `${Math.round(value)} µs`);
  return [
    `\`npm run bench\` on ${describeMachine(machine)}.`,
    "",
    ...table,
    "",
    ...(missing.length > 0 ? [`Not measured by this run: ${missing.join("; ")}.`, ""] : []),
    "![Durable steps a second, 16 runs at once](images/benchmarks-steps.svg)",
    "",
    "![CPU of a step](images/benchmarks-cpu.svg)",
    "",
    "| 16 runs of 10 steps at once | steps/s | Node's CPU of a step | Postgres' CPU of a step | rounds |",
    "| --- | --- | --- | --- | --- |",
    ...summary.map(
      ({ name, stepsASecond, cpuUs, postgresUs, rounds }) =>
        `| ${name} | ${Math.round(stepsASecond)} | ${us(cpuUs)} | ${us(postgresUs)} | ${rounds} |`,
    ),
    ...(compared.errors.length > 0 ? ["", "Rounds without a ratio:", "", ...compared.errors.map((error) => `- ${error}`)] : []),
  ];
}

const isOurs = (name: string) => name.startsWith("our");
const isComparable = ({ name }: Summary) => name !== "Express alone";

function stepsChart(summary: readonly Summary[]): string {
  const bars = summary
    .filter(isComparable)
    .map(
      ({ name, stepsASecond }): Bar => ({ name, values: [stepsASecond], label: Math.round(stepsASecond).toString(), isOurs: isOurs(name) }),
    );
  return chartOf("Steps a second, 16 runs at once", bars);
}

function cpuChart(summary: readonly Summary[]): string {
  const bars = summary
    .filter((one) => isComparable(one) && !Number.isNaN(one.cpuUs + one.postgresUs))
    .map(
      ({ name, cpuUs, postgresUs }): Bar => ({
        name,
        values: [cpuUs, postgresUs],
        label: `${Math.round(cpuUs)} + ${Math.round(postgresUs)} µs`,
        isOurs: isOurs(name),
      }),
    );
  return chartOf("CPU of a step: Node (dark) and Postgres (light)", bars);
}

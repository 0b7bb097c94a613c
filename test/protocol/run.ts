/**
 * `npm run test:protocol [-- --quick] [text]`: the same calls to LangGraph's reference server and to ours, on both databases, and what differs.
 * `--quick` leaves Postgres out; `text` plays only the scenarios whose names contain it.
 */
import { parseArgs } from "node:util";
import { type Compared, compare } from "./compare/compare.ts";
import { differences } from "./differences.ts";
import { planted, unnoticed } from "./planted.ts";
import { playAll, type Transcript } from "./record/transcript.ts";
import { type Results, summaryLines, unexpectedLines } from "./report.ts";
import { allScenarios } from "./scenarios/all.ts";
import { nameOf } from "./scenarios/scenario.ts";
import { type Running, startOnPglite, startOnPostgres, startReference } from "./servers/start.ts";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: "boolean", default: false } } });
const chosen = allScenarios.filter((scenario) => positionals.every((text) => nameOf(scenario).includes(text)));
const began = performance.now();
const nothing: Transcript = { exchanges: [], stopped: "not played" };

const [reference, ...ours] = await Promise.all([
  played("the reference", startReference),
  played("pglite", startOnPglite),
  ...(values.quick ? [] : [played("postgres", startOnPostgres)]),
]);
const results = ours.map(
  ({ name, said }): Results => ({
    database: name,
    found: new Map(
      [...reference.said].map(([scenario, theirs]): [string, Compared] => [
        scenario,
        compare({ scenario, theirs, ours: said.get(scenario) ?? nothing }, differences),
      ]),
    ),
  }),
);
const isWhole = positionals.length === 0;
const missed = isWhole ? ours.flatMap(({ said }) => unnoticed(reference.said, said, differences)) : [];
const faults = [
  ...unexpectedLines(results, !isWhole),
  ...(isWhole ? unseen(results) : []),
  ...missed.map((name) => `planted, and not noticed: ${name}`),
];
for (const line of faults) console.log(line);
for (const line of summaryLines(chosen, results)) console.log(line);
const seconds = Math.round((performance.now() - began) / 1_000);
if (isWhole) console.log(`${Object.keys(planted).length} faults planted, ${missed.length} not noticed`);
console.log(`${chosen.length} scenarios and ${differences.length} listed differences in ${seconds} s`);
// what a scenario that was stopped has left must not keep the process
process.exit(faults.length > 0 ? 1 : 0);

interface Played {
  readonly name: string;
  readonly said: ReadonlyMap<string, Transcript>;
}

async function played(name: string, start: () => Promise<Running>): Promise<Played> {
  const server = await start();
  try {
    return { name, said: await playAll(chosen, server.url) };
  } finally {
    await server.stop();
  }
}

/** Listed differences that no scenario has shown: they are gone, so their entries must go. */
function unseen(all: readonly Results[]): string[] {
  const seen = new Set(all.flatMap(({ found }) => [...found.values()].flatMap(({ listed }) => [...listed])));
  return differences
    .filter(({ name }) => !seen.has(name))
    .map(({ name }) => `"${name}" no longer differs: remove it from test/protocol/differences.ts and docs/protocol.md`);
}

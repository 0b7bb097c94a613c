/**
 * How fast the engine reacts, on a real Postgres of its own and real processes: pick-up, cancel, drain, hand-over, decisions.
 * docs/benchmarks.md keeps the numbers of a run. Beside them stands what one bare statement took in the same run: machines differ.
 */
import { measures } from "./engine/measures.ts";
import { openScene } from "./engine/scene.ts";
import { percentile } from "./engine/times.ts";

const row = (...cells: readonly (string | number)[]) => console.log(`| ${cells.join(" | ")} |`);
const ms = (milliseconds: number) => `${milliseconds < 100 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`;

const only = process.argv.slice(2);
const scene = await openScene();
row("from … to", "trials", "p50", "p99", "worst", "goal");
row("---", "---", "---", "---", "---", "---");
for (const { name, wanted, measure } of measures) {
  if (only.length > 0 && !only.some((word) => name.includes(word))) continue;
  const times = await measure(scene);
  row(name, times.length, ms(percentile(times, 0.5)), ms(percentile(times, 0.99)), ms(Math.max(...times)), wanted);
}
await scene.close();

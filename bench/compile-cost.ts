/**
 * What declaring costs: compile time beside the same StateGraph written by hand, CPU of running it, and type instantiations.
 * docs/benchmarks.md keeps the numbers of a run. Ratios count, not milliseconds: machines differ.
 */
import type { GraphData } from "../language/index.ts";
import { largeGraph } from "../test/fixtures/large-graph.ts";
import { virtualProgram } from "../test/support/virtual-program.ts";
import { compileByHand, compileDeclared, declaredChain } from "./compile-cost/chains.ts";
import { type Measured, measure } from "./compile-cost/measure.ts";

const ROUNDS = 15;
const sizes = [10, 100, 1_000] as const;

const ms = ({ medianMs, spread }: Measured) => `${medianMs.toFixed(2)} ms ± ${Math.round(50 * spread)} %`;
const ratio = (one: Measured, other: Measured) => (one.medianMs / other.medianMs).toFixed(2);
const row = (...cells: readonly string[]) => console.log(`| ${cells.join(" | ")} |`);

async function compileCost(): Promise<void> {
  row("compile, CPU", "by hand", "declared, checked before", "ratio", "declared, with all checks", "ratio");
  row("---", "---", "---", "---", "---", "---");
  const costs = { byHand: new Map<number, number>(), again: new Map<number, number>(), first: new Map<number, number>() };
  for (const size of sizes) {
    const graph = declaredChain(size);
    const times = Math.max(1, 200 / size);
    // these have not been checked yet
    const fresh = Array.from({ length: times * (ROUNDS + 1) }, () => declaredChain(size));
    const { byHand, again, first } = await measure(
      {
        byHand: { times, run: () => compileByHand(size) },
        again: { times, run: () => compileDeclared(graph) },
        first: { times, run: () => compileDeclared(fresh.pop() as GraphData) },
      },
      ROUNDS,
    );
    costs.byHand.set(size, byHand.medianMs);
    costs.again.set(size, again.medianMs);
    costs.first.set(size, first.medianMs);
    row(`${size} nodes`, ms(byHand), ms(again), ratio(again, byHand), ms(first), ratio(first, byHand));
  }
  row("growth exponent, 10 → 1000", exponent(costs.byHand), exponent(costs.again), "", exponent(costs.first), "");
}

/** 1 is linear. */
function exponent(times: ReadonlyMap<number, number>): string {
  const at = (size: number) => times.get(size) as number;
  return (Math.log10(at(1_000) / at(10)) / 2).toFixed(2);
}

async function runCost(): Promise<void> {
  row("run, CPU", "by hand", "declared", "ratio");
  row("---", "---", "---", "---");
  for (const size of [10, 100]) {
    const options = { recursionLimit: 2 * size };
    const [declared, byHand] = [compileDeclared(declaredChain(size)), compileByHand(size)];
    const times = 1_000 / size;
    const result = await measure(
      {
        byHand: { times, run: () => byHand.invoke({ count: 0 }, options) },
        declared: { times, run: () => declared.invoke({ count: 0 } as never, options) },
      },
      ROUNDS,
    );
    row(`${size} nodes, no checkpointer`, ms(result.byHand), ms(result.declared), ratio(result.declared, result.byHand));
  }
}

function typeCost(): void {
  const head = 'import { d } from "../test/language/mistakes/vocabulary.ts";\n';
  const untyped = "bench/untyped-graph.ts";
  const typed = "bench/typed-graph.ts";
  const program = virtualProgram({
    [untyped]: `${head}export const small = d.defineGraph(${largeGraph(1)});\nexport const graph = ${largeGraph(100)};\n`,
    [typed]: `${head}export const graph = d.defineGraph(${largeGraph(100)});\n`,
  });
  program.messagesOf(untyped);
  const without = program.instantiations();
  program.messagesOf(typed);
  const both = program.instantiations();
  row("type instantiations", "without types", "typed", "ratio");
  row("---", "---", "---", "---");
  row("100 mixed nodes", String(without), String(both), (both / without).toFixed(2));
}

await compileCost();
console.log();
await runCost();
console.log();
typeCost();

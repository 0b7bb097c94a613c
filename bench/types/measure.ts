/** Measures one version, in a process of its own: `node measure.ts <its root> <root of the earlier version> [quick]` prints the figures as JSON. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import { largeGraph } from "../../test/fixtures/large-graph.ts";
import { mixedNodes, type Sources, wideState } from "./sources.ts";

export interface TypeFigures {
  /** Type instantiations of 100 mixed nodes, beyond their vocabulary. */
  readonly mixed: number;
  /** CPU of type-checking 100 nodes on a wide state. */
  readonly wideMs?: number;
  /** CPU of `validate` for a graph of 1,000 nodes. */
  readonly checkMs?: number;
}

const LARGE = 1_000;
const CHECKS = 12;

const [root = "", earlier = "", quick] = process.argv.slice(2);
const moduleAt = (path: string): Promise<unknown> => import(pathToFileURL(join(root, path)).href);
// both versions have these modules, with these exports
const { virtualProgram } = (await moduleAt("test/support/virtual-program.ts")) as typeof import("../../test/support/virtual-program.ts");

const cpuMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

/** What the nodes cost beyond what was checked before them. A mistake in the text would make them cheap. */
function costOf({ shared, before, graph }: Sources): { instantiations: number; ms: number } {
  const paths = { before: "test/language/bench/before.ts", graph: "test/language/bench/graph.ts" };
  const program = virtualProgram({ ...shared, [paths.before]: before, [paths.graph]: graph });
  const check = (path: string) => {
    const [message] = program.messagesOf(path);
    if (message) throw new Error(`${root}: ${path}:${message.line} ${message.text}`);
  };
  check(paths.before);
  const first = program.instantiations();
  const ms = cpuMs(() => check(paths.graph));
  return { instantiations: program.instantiations() - first, ms };
}

/** The median, because the first ones compile the code. */
async function checkCost(): Promise<number> {
  const { validate } = (await moduleAt("language/index.ts")) as typeof import("../../language/index.ts");
  const { d } = (await moduleAt("test/language/mistakes/vocabulary.ts")) as typeof import("../../test/language/mistakes/vocabulary.ts");
  const graph: unknown = parse(largeGraph(LARGE));
  const samples = Array.from({ length: CHECKS }, () =>
    cpuMs(() => {
      const [issue] = validate(d.registry, structuredClone(graph)).issues;
      if (issue) throw new Error(`${root}: ${issue.message}`);
    }),
  );
  return samples.toSorted((a, b) => a - b)[CHECKS / 2] ?? Number.NaN;
}

const mixed = costOf(mixedNodes(earlier)).instantiations;
const figures: TypeFigures = quick ? { mixed } : { mixed, wideMs: costOf(wideState()).ms, checkMs: await checkCost() };
console.log(JSON.stringify(figures));

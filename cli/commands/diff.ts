/** `signalbox diff`: what a new declaration does otherwise than an old one, and what that means for the threads under way. */
import { styleText } from "node:util";
import { Command } from "commander";
import type { Change } from "../../language/versions/change.ts";
import { compareGraphs, type Declared } from "../../language/versions/compare-graphs.ts";
import { changeLine } from "../print/change-line.ts";
import type { LiveGroup } from "../print/live-threads.ts";
import { action } from "../program/action.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { findGraph, type Search } from "../project/find-graphs.ts";
import { validGraph } from "../project/valid-graph.ts";

const help = `
Both are ids of langgraph.json or files, as in \`signalbox check\`. What is only written otherwise is no difference.
With --live the database that DATABASE_URL or SIGNALBOX_DATA names is asked which threads are under way.

Exit codes: 0 compared, whatever differs; 1 a graph is wrong, or threads under way would be refused; 2 a graph could not be loaded.

Examples:
  git show main:graphs/desk/graph.yaml > /tmp/graph.yaml
  signalbox diff /tmp/graph.yaml graphs/desk/graph.yaml --registry graphs/desk/registry.ts
  signalbox diff /tmp/graph.yaml support-desk --registry graphs/desk/registry.ts --live`;

interface Options extends Search {
  json?: boolean;
  live?: boolean;
}

export function diffCommand(): Command {
  return new Command("diff")
    .description("Compare two declarations: nodes, edges, params, channels, questions.")
    .argument("<old>", "the declaration that runs today")
    .argument("<new>", "the one that shall replace it")
    .option("--json", "changes as JSON on stdout")
    .option("--live", "also say what it means for the threads under way")
    .option("--registry <file:export>", "the registry of a YAML or JSON file")
    .addHelpText("after", help)
    .action(action(diff, exitCodes.usage));
}

async function diff(command: Command): Promise<number> {
  const options = command.optsWithGlobals<Options>();
  const [before, after] = await Promise.all(command.args.map((target) => declared(target, options)));
  if (!before || !after) return exitCodes.usage; // commander has seen to both
  const changes = compareGraphs(before, after);
  const live = options.live ? await liveGroups(after) : undefined;
  if (options.json) console.log(JSON.stringify({ graph: after.graph.id, changes, ...(live && { live }) }, undefined, 2));
  else print({ before, after, changes, live });
  return live?.some(({ misfits }) => misfits.length > 0) ? exitCodes.wrong : exitCodes.fine;
}

async function declared(target: string, search: Search): Promise<Declared> {
  const found = await findGraph(target, search);
  return { graph: validGraph(found), registry: found.registry };
}

async function liveGroups(after: Declared): Promise<LiveGroup[]> {
  const { liveThreads } = await import("../print/live-threads.ts");
  return liveThreads(after, { url: process.env.DATABASE_URL || undefined, dataFolder: process.env.SIGNALBOX_DATA || ".signalbox" });
}

interface Compared {
  readonly before: Declared;
  readonly after: Declared;
  readonly changes: readonly Change[];
  readonly live: readonly LiveGroup[] | undefined;
}

function print({ before, after, changes, live }: Compared): void {
  const [from, to] = [before.graph, after.graph];
  const versions = from.version === to.version ? `version ${to.version}` : `version ${from.version} → ${to.version}`;
  console.log(`${styleText("bold", from.id === to.id ? to.id : `${from.id} → ${to.id}`, { stream: process.stdout })}, ${versions}`);
  for (const change of changes) console.log(`  ${changeLine(change)}`);
  if (changes.length === 0) console.log("  nothing differs");
  if (live?.length === 0) console.log("no threads are under way");
  for (const group of live ?? []) console.log(liveLine(group));
}

function liveLine({ threads, node, version, misfits }: LiveGroup): string {
  const one = threads === 1;
  const what = node === null ? (one ? "thread runs" : "threads run") : `${one ? "thread waits" : "threads wait"} at "${node}"`;
  const fate =
    misfits.length === 0
      ? `the registry still fits: ${one ? "it goes" : "they go"} on`
      : `${misfits.join(", ")} changed: ${one ? "it" : "they"} would be refused`;
  return `${threads} ${what} under version ${version}; ${fate}`;
}

/** What a question of a graph built by hand depends on in its code: kept with the question, and compared with today's code before it is answered. */
import { createHash } from "node:crypto";
import type { StateSnapshot } from "@langchain/langgraph";
import { isRecord } from "../../language/schema/is-record.ts";
import type { Misfit } from "../../language/versions/misfit.ts";
import type { CompiledGraph } from "../compile-graph.ts";
import { isCompiledGraph } from "../langgraph.ts";
import { rawSourceOf } from "../raw-source.ts";
import { codeHash } from "./code-text.ts";

export interface AskingCode {
  /** Equal only for the same graph object in the same process: then nothing can have changed. */
  readonly source: string;
  /** Of the text of the node that asks. */
  readonly text: string;
  /** Of the nodes, edges and channels of the graph that asks. */
  readonly shape: string;
  /** From the thread's graph to the one that asks. */
  readonly levels: readonly AskingLevel[];
}

interface AskingLevel {
  readonly node: string;
  /** Only of a graph built by hand: the nodes that can be reached from this one. */
  readonly after?: readonly string[];
  /** Only of a graph built by hand: its channels, each with its class. */
  readonly channels?: Readonly<Record<string, string>>;
}

/** The graph and those inside it, as far as they can be seen. */
export const graphsInside = (graph: CompiledGraph): CompiledGraph[] => [
  graph,
  ...[...graph.getSubgraphs(undefined, true)].flatMap(([, inner]) => (isCompiledGraph(inner) ? [inner] : [])),
];

/** Whether a graph built by hand may ask in it. */
export const hasRawParts = (graph: CompiledGraph): boolean => graphsInside(graph).some((inner) => rawSourceOf(inner) !== undefined);

/** Equal for graphs with the same nodes, edges and channels. */
export function codeShape(graph: CompiledGraph): string {
  const nodes = Object.keys(graph.nodes).sort();
  const shape = [nodes.map((node) => [node, targetsOf(graph.builder, node).sort()]), Object.entries(channelsOf(graph)).sort()];
  return createHash("sha256").update(JSON.stringify(shape)).digest("hex");
}

/** Undefined if no graph built by hand asks it. */
export function askingCode(graph: CompiledGraph, { tasks }: StateSnapshot, interrupt: string): AskingCode | undefined {
  const path = pathTo(tasks, interrupt);
  const walked = walk(graph, path);
  const asking = walked.at(-1);
  const source = walked.map(({ within }) => rawSourceOf(within)).find((each) => each !== undefined);
  if (source === undefined || !asking) return undefined;
  return { source, text: codeHash(asking.within.nodes[asking.node]?.bound), shape: codeShape(asking.within), levels: levelsOf(walked) };
}

/** The nodes whose tasks wait with the question, the outermost first. */
function pathTo(tasks: StateSnapshot["tasks"], interrupt: string): string[] {
  const task = tasks.find(({ interrupts }) => interrupts.some(({ id }) => id === interrupt));
  if (!task) return [];
  const inside = task.state && "tasks" in task.state ? pathTo(task.state.tasks, interrupt) : [];
  return [task.name, ...inside];
}

interface Walked {
  readonly within: CompiledGraph;
  readonly node: string;
}

/** As far as today's graphs have these nodes, and the one that is missing. */
function walk(graph: CompiledGraph, path: readonly string[]): Walked[] {
  const [node, ...rest] = path;
  if (node === undefined) return [];
  const inner = Object.hasOwn(graph.nodes, node) ? subgraphIn(graph, node) : undefined;
  return [{ within: graph, node }, ...(inner ? walk(inner, rest) : [])];
}

function subgraphIn(graph: CompiledGraph, node: string): CompiledGraph | undefined {
  for (const [name, inner] of graph.getSubgraphs()) if (name === node && isCompiledGraph(inner)) return inner;
  return undefined;
}

/** What is inside a graph built by hand is built by hand too. */
function levelsOf(walked: readonly Walked[]): AskingLevel[] {
  const first = walked.findIndex(({ within }) => rawSourceOf(within) !== undefined);
  return walked.map(({ within, node }, index) =>
    index < first ? { node } : { node, after: nodesAfter(within, node), channels: channelsOf(within) },
  );
}

/** What today's code no longer has; empty: the question can be answered, if the same is asked. */
export function missingCode(graph: CompiledGraph, { levels }: Pick<AskingCode, "levels">): Misfit[] {
  const walked = walk(
    graph,
    levels.map(({ node }) => node),
  );
  const last = walked.at(-1);
  const isCut = walked.length < levels.length && last !== undefined && Object.hasOwn(last.within.nodes, last.node);
  const inner = isCut ? levels[walked.length]?.node : undefined;
  if (inner !== undefined) return [{ part: "node", name: inner, stored: "asks" }];
  return walked.flatMap(({ within, node }, index): Misfit[] => {
    const { after = [], channels = {} } = levels[index] ?? {};
    if (!Object.hasOwn(within.nodes, node)) return [{ part: "node", name: node, stored: "asks", offered: undefined }];
    const now = { after: nodesAfter(within, node), channels: channelsOf(within) };
    return [
      ...after.filter((name) => !now.after.includes(name)).map((name): Misfit => ({ part: "node", name, stored: `follows "${node}"` })),
      ...Object.entries(channels)
        .filter(([name, kind]) => now.channels[name] !== kind)
        .map(([name, kind]): Misfit => ({ part: "channel", name, stored: kind, offered: now.channels[name] })),
    ];
  });
}

/** Whether the object that asked would be answered: then no text needs to be compared. */
export function isSameCode(graph: CompiledGraph, { source, levels }: Pick<AskingCode, "source" | "levels">): boolean {
  const walked = walk(
    graph,
    levels.map(({ node }) => node),
  );
  return walked.some(({ within }) => rawSourceOf(within) === source);
}

export function hasSameText(graph: CompiledGraph, { text, levels }: Pick<AskingCode, "text" | "levels">): boolean {
  const walked = walk(
    graph,
    levels.map(({ node }) => node),
  );
  const asking = walked.at(-1);
  return walked.length === levels.length && codeHash(asking?.within.nodes[asking.node]?.bound) === text;
}

const isInternal = (channel: string): boolean => channel.startsWith("__") || /^(branch|join|start):/.test(channel);

/** Each with its class, which says how two writes merge. */
function channelsOf({ channels }: CompiledGraph): Record<string, string> {
  const named = Object.entries(channels).filter(([name]) => !isInternal(name));
  return Object.fromEntries(named.map(([name, channel]) => [name, isRecord(channel) ? String(channel.lc_graph_name) : "channel"]));
}

/** Sorted, without what only the library adds. A branch without a path map may lead to any node. */
function nodesAfter({ builder }: CompiledGraph, from: string): string[] {
  const found = new Set<string>();
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (const target of targetsOf(builder, node)) {
      if (found.has(target) || target.startsWith("__")) continue;
      found.add(target);
      open.push(target);
    }
  return [...found].sort();
}

function targetsOf(builder: CompiledGraph["builder"] | undefined, node: string): string[] {
  if (!builder) return [];
  const all = Object.keys(builder.nodes);
  const edges = [...builder.edges].flatMap(([start, end]) => (start === node ? [end] : []));
  const joined = [...builder.waitingEdges].flatMap(([starts, end]) => (starts.includes(node) ? [end] : []));
  const branches = Object.values(builder.branches[node] ?? {}).flatMap(({ ends }) => (ends ? Object.values(ends) : all));
  return [...edges, ...joined, ...branches, ...(builder.nodes[node]?.ends ?? [])].map(String);
}

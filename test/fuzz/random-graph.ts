/** A random declaration, mostly sound: a chain of nodes with ways forward, and ways back where something bounds them. */
import type { Draw } from "./draw.ts";
import { randomNode } from "./random-nodes.ts";

type Data = Record<string, unknown>;
const channels = ["text", "maybe", "count", "mood", "dueAt", "item", "items"];
const names = ["ada", "bea", "cem", "dan", "eve", "fay", "gus", "hal"];

const params = { limit: 3, sure: 0.5, patience: "2s", decideIn: "1h", often: 2 };

interface Part {
  readonly endings: readonly string[];
  readonly graph: Data;
}

/** A graph in the head: it leads forward only, and nothing in it waits for a message. */
function randomPart(draw: Draw): Part {
  const chain = ["ida", "jon"].slice(0, 1 + draw.below(2));
  const endings = draw.chance(50) ? ["done", "gone"] : [];
  const stops = endings.length > 0 ? endings.map((label) => `end:${label}`) : ["end"];
  const nodes = chain.map((name, index) => [name, nodeAt(draw, { chain, stops, index, isPart: true })]);
  const graph = {
    start: "ida",
    params,
    nodes: Object.fromEntries(nodes),
    ...draw.maybe(30, () => ({ gives: draw.some(["text", "texts"]) })),
  };
  return { endings, graph: { ...graph, ...(endings.length > 0 && { endsWith: endings }) } };
}

export function randomGraph(draw: Draw): Data {
  const part = draw.chance(35) ? randomPart(draw) : undefined;
  const chain = names.slice(0, 1 + draw.below(names.length));
  const endings = draw.chance(25) ? draw.some(["good", "bad"]) : [];
  const stops = endings.length > 0 ? endings.map((label) => `end:${label}`) : ["end"];
  const last = chain.at(-1) as string;
  return {
    id: "random",
    version: 1,
    start: chain[0],
    input: draw.chance(75) ? channels : draw.some(channels, 70),
    params,
    ...(part && { graphs: { part: part.graph } }),
    ...draw.maybe(30, () => ({ output: draw.some(channels) })),
    ...draw.maybe(30, () => ({ keeps: draw.some([...channels, "texts", "log"]) })),
    ...(endings.length > 0 && { endsWith: endings }),
    ...draw.maybe(30, () => ({
      defaults: {
        ...draw.maybe(50, () => ({ timeout: "5s" })),
        ...draw.maybe(50, () => ({ retry: { maxAttempts: 2, initialInterval: "1ms" } })),
        ...draw.maybe(70, () => ({ onError: draw.one([last, ...stops]) })),
      },
    })),
    ...draw.maybe(30, () => ({
      budget: {
        ...draw.maybe(80, () => ({ steps: 1 + draw.below(8) })),
        ...draw.maybe(40, () => ({ tokens: 10 + draw.below(30) })),
        next: draw.one([last, ...chain, ...stops]),
      },
    })),
    ...draw.maybe(25, () => ({ signals: { takeOver: { by: ["lead"], next: draw.one([...chain, ...stops]) } } })),
    nodes: Object.fromEntries(chain.map((name, index) => [name, nodeAt(draw, { chain, stops, index, part: part?.endings })])),
  };
}

interface Chain {
  readonly chain: readonly string[];
  readonly stops: readonly string[];
  readonly index: number;
  /** The endings of the graph in the head. */
  readonly part?: readonly string[] | undefined;
  readonly isPart?: boolean;
}

/** Half of the nodes bound their visits, and may lead anywhere; the others lead forward only. */
function nodeAt(draw: Draw, { chain, stops, index, part, isPart = false }: Chain): Data {
  const isBounded = !isPart && draw.chance(40);
  const ahead = chain.slice(index + 1);
  const waits = isPart ? [] : ["wait", `wait:${draw.one(chain)}`];
  const targets = isBounded ? [...ahead, ...stops, ...waits, ...chain] : [...ahead, ...stops, ...waits];
  const rest = [...stops.slice(index % stops.length), ...stops];
  let taken = 0;
  const way = () => {
    taken += 1;
    // every ending has an edge to it, and the last node ends
    return taken === 1 ? (ahead[0] ?? (rest[0] as string)) : draw.one(targets);
  };
  const max = draw.one<unknown>([1, 3, { param: "often" }]);
  const node = randomNode({ draw, way, part, peers: isBounded ? chain : ahead, texts: ["text", "maybe", "texts", "log"], isBody: false });
  return { ...node, ...(isBounded && { visits: { max, next: draw.one([...ahead, ...stops]) } }) };
}

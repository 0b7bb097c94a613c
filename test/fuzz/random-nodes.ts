/** One random node of each kind, sound by construction on the registry of random-registry.ts. */
import type { Draw } from "./draw.ts";

type Data = Record<string, unknown>;

/** Where a node is. */
export interface Spot {
  readonly draw: Draw;
  /** The next way out: the first leads on in the chain, so that every node is reached. */
  readonly way: () => string;
  /** Nodes that it may hand over to. */
  readonly peers: readonly string[];
  /** Channels that take a text here: parallel branches may not share one that is replaced. */
  readonly texts: readonly string[];
  /** The endings of the graph in the head, if there is one. */
  readonly part?: readonly string[] | undefined;
  /** Has `once`-only policies left out: a body is entered once. */
  readonly isBody: boolean;
}

const duration = (draw: Draw) => draw.one<unknown>(["2s", "1ms", { param: "patience" }]);
const policy = ({ draw }: Spot): Data => ({
  ...draw.maybe(15, () => ({ timeout: duration(draw) })),
  ...draw.maybe(20, () => ({ retry: { maxAttempts: 1 + draw.below(3), initialInterval: "1ms" } })),
});
const anyError = ({ draw, way }: Spot): Data => draw.maybe(40, () => ({ onError: way() }));
const written = ({ draw, texts }: Spot): Data => draw.maybe(80, () => ({ writes: draw.one(texts) }));

function agentNode(spot: Spot): Data {
  const { draw, way } = spot;
  const agent = draw.one(["writer", "scorer", "slow", "talker"]);
  const next = way();
  const codes = ["timeout", "malformed", "rate_limit", "budget", "default", ...(agent === "talker" ? ["tool:pay", "tool:look"] : [])];
  const byCode = () => ({ onError: Object.fromEntries(draw.some(codes, 30).map((code) => [code, way()])) });
  return {
    kind: "agent",
    agent,
    next,
    ...(agent === "scorer" ? draw.maybe(80, () => ({ writes: { [spot.texts[0] as string]: "text" } })) : written(spot)),
    ...(agent === "scorer"
      ? {}
      : draw.maybe(20, () => (agent === "slow" ? {} : { args: { text: draw.one(["text", "item.id", "mood"]) } }))),
    ...(draw.chance(50) ? anyError(spot) : byCode()),
    ...draw.maybe(20, () => ({ model: draw.one(["fast", "strong"]), fallback: draw.some(["fast", "strong"]) })),
    ...draw.maybe(10, () => ({ repair: draw.below(4) })),
    ...(spot.peers.length > 0 ? draw.maybe(30, () => ({ handoff: { [draw.one(spot.peers)]: "when it is hard" } })) : {}),
    ...policy(spot),
  };
}

function toolNode(spot: Spot): Data {
  const { draw, way } = spot;
  const common = { kind: "tool", next: way(), ...written(spot), ...policy(spot) };
  if (draw.chance(40)) return { ...common, tool: "look", ...draw.maybe(30, () => ({ onError: { default: way() } })) };
  const named = { DECLINED: way(), BUSY: way() };
  const onError = draw.one<Data>([named, { default: way() }, { ...named, default: way() }]);
  return { ...common, tool: "pay", onError, ...draw.maybe(40, () => ({ onUnknown: way() })) };
}

function taskNode(spot: Spot): Data {
  const { draw, way } = spot;
  const rest = { ...anyError(spot), ...policy(spot) };
  if (draw.chance(40)) return { kind: "task", task: "sum", writes: draw.one(["count", "spent"]), routes: { done: way() }, ...rest };
  const max = draw.one<unknown>([3, { param: "limit" }]);
  return { kind: "task", task: "limit", with: { max }, routes: { yes: way(), no: way() }, ...rest };
}

/** A list of its own is never read for a channel that appends. */
function setNode(spot: Spot): Data {
  const { draw, way } = spot;
  const next = way();
  const channel = draw.one(spot.texts);
  const isLast = channel === "text" || channel === "maybe";
  const operations = [
    () => ({ value: "said" }),
    () => ({ from: draw.one(["item.id", "mood"]) }),
    () => ({ text: "{mood} of {item.id}, {{maybe}}" }),
    () => (isLast ? { first: "texts", empty: way() } : { clear: true }),
    () => (channel === "texts" ? { list: ["mood", "item.id"] } : { value: "more" }),
  ];
  const also = draw.maybe(30, () => ({ spent: { value: draw.one<unknown>([1, { param: "limit" }]) } }));
  return { kind: "set", next, values: { [channel]: draw.one(operations)(), ...(spot.isBody ? {} : also) } };
}

const dataRouters: readonly ((way: () => string, limit: unknown) => Data)[] = [
  (way) => ({ on: "mood", routes: { up: way(), down: way() } }),
  (way) => ({ on: "maybe", routes: { present: way(), absent: way() } }),
  (way) => ({ on: "items", routes: { some: way(), empty: way() } }),
  (way, above) => ({ on: "texts", above, routes: { above: way(), within: way() } }),
  (way, above) => ({ on: "item.size", above, routes: { above: way(), within: way() } }),
];

function routerNode(spot: Spot): Data {
  const { draw, way } = spot;
  if (draw.chance(50)) return { kind: "router", ...draw.one(dataRouters)(way, draw.one<unknown>([3, { param: "limit" }])) };
  const below = draw.one<unknown>([0.5, { param: "sure" }]);
  return {
    kind: "router",
    router: "sort",
    routes: { small: way(), large: way(), odd: way() },
    ...draw.maybe(60, () => ({ lowConfidence: { below, ...draw.maybe(30, () => ({ margin: 0.3 })), next: way() } })),
    ...anyError(spot),
    ...policy(spot),
  };
}

function interruptNode(spot: Spot): Data {
  const { draw, way } = spot;
  const reminders = draw.some([
    { after: "1m", remind: "lead" },
    { after: "2m", assign: "boss" },
    { every: draw.one<unknown>(["20m", { param: "patience" }]), remind: "lead" },
    { at: "dueAt", remind: "boss" },
  ]);
  const due = draw.one<Data>([{ after: "1h" }, { after: { param: "decideIn" } }, { at: "dueAt" }]);
  const by = draw.one<unknown>(["requester", ["lead"], { roles: ["lead", "boss"], not: ["requester"] }]);
  const common = {
    kind: "interrupt",
    by,
    ...draw.maybe(50, () => ({ shows: draw.some(["text", "count", "item"]) })),
    ...draw.maybe(20, () => ({ bind: ["count"] })),
    ...draw.maybe(70, () => ({ deadlines: [...reminders, { ...due, next: way() }] })),
    ...draw.maybe(20, () => ({ onMessage: draw.one(["queue", "refuse"]) })),
  };
  if (draw.chance(50)) return { ...common, question: "plain", decisions: { ok: way(), cancelled: way() } };
  const writes = { change: { [draw.one(spot.texts)]: "text" } };
  return { ...common, question: "edit", decisions: { yes: way(), change: way() }, writes };
}

function subgraphNode(spot: Spot): Data {
  const { draw, way } = spot;
  const rest = { ...anyError(spot), ...draw.maybe(15, () => ({ timeout: duration(draw) })) };
  if (spot.part && draw.chance(60)) {
    const ways = spot.part.length > 0 ? { routes: Object.fromEntries(spot.part.map((label) => [label, way()])) } : { next: way() };
    return {
      kind: "subgraph",
      graph: "part",
      ...ways,
      ...draw.maybe(30, () => ({ with: { limit: draw.one<unknown>([2, { param: "limit" }]) } })),
      ...rest,
    };
  }
  const output = draw.maybe(70, () => ({ output: { [draw.one(spot.texts)]: "text" } }));
  if (draw.chance(40)) return { kind: "subgraph", graph: "booking", routes: { booked: way(), lost: way() }, ...output, ...rest };
  const graph = draw.one(["quick", "crew", "nested", "raw", "hailed", "quick", "crew"]);
  return { kind: "subgraph", graph, next: way(), ...output, ...rest };
}

function sleepNode({ draw, way }: Spot): Data {
  const span = draw.one<Data>([{ for: "10m" }, { for: { param: "patience" } }, { until: "dueAt" }]);
  return { kind: "sleep", ...span, next: way() };
}

const plain = [agentNode, toolNode, taskNode, setNode, routerNode, interruptNode, sleepNode, subgraphNode] as const;
const body = (spot: Spot): Data => spot.draw.one(plain)({ ...spot, isBody: true });

function eachNode(spot: Spot): Data {
  const { draw, way } = spot;
  const next = way();
  const isOwn = draw.chance(25);
  const inside: Spot = { ...spot, way: () => "join", peers: [], texts: ["text"] };
  const done = isOwn ? { ...subgraphNode({ ...inside, part: undefined, isBody: true }), onError: undefined } : body(inside);
  const writesText = JSON.stringify([done.writes, done.output ?? null, Object.keys(done.values ?? {})]).includes('"text"');
  return {
    kind: "each",
    over: "items",
    as: "item",
    do: done,
    next,
    ...(isOwn && { threads: "own" }),
    ...(writesText ? { collect: { texts: "text" } } : {}),
    ...draw.maybe(50, () => ({ failures: { collect: "failures", next: way() } })),
    ...draw.maybe(30, () => ({ maxConcurrency: 1 + draw.below(3) })),
    ...anyError(spot),
  };
}

function parallelNode(spot: Spot): Data {
  const { draw, way } = spot;
  const next = way();
  const early = () => {
    const target = draw.chance(30) ? way() : "join";
    return target.startsWith("wait") ? "join" : target;
  };
  const own = [["text"], ["maybe"], ["texts", "log"]];
  const names = ["left", "middle", "right"].slice(0, 1 + draw.below(3));
  const quorum = names.length === 1 ? {} : draw.maybe(30, () => ({ quorum: 1 + draw.below(names.length - 1) }));
  const branches = names.map((name, index) => {
    const made = body({ ...spot, way: early, peers: [], texts: own[index] as string[] });
    return [name, "task" in made && made.task === "sum" ? { ...made, writes: index === 0 ? "count" : "spent" } : made];
  });
  return { kind: "parallel", branches: Object.fromEntries(branches), ...quorum, next, ...anyError(spot) };
}

const all = [...plain, eachNode, parallelNode] as const;

export const randomNode = (spot: Spot): Data => spot.draw.one(all)(spot);

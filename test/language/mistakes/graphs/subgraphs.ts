/** Mistakes in calling another graph, in how a graph ends, in signals, and in routers that go by a channel. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "../mistake.ts";
import { d, each, g, onMood, sub, write } from "../vocabulary.ts";

const plain = { kind: "subgraph", graph: "plainChild", next: "end" } as const;
const byHand = { kind: "subgraph", graph: "byHand", input: { text: "note" }, next: "end" } as const;

export const subgraphMistakes = [
  mistake("a graph is mistyped", ["UNKNOWN_REFERENCE", "nodes.x.graph"], d.defineGraph({ ...g, nodes: { x: { ...sub,
    // @ts-expect-error it is "child"
    graph: "chidl" } } })),
  mistake("an ending has no target", ["UNHANDLED_LABEL", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { ...sub,
    // @ts-expect-error it can end with "bad"
    routes: { good: "end" } } } })),
  mistake("a graph never ends like that", ["UNKNOWN_LABEL", "nodes.x.routes.ugly"], d.defineGraph({ ...g, nodes: { x: { ...sub, routes: { good: "end", bad: "end",
    // @ts-expect-error it never ends with "ugly"
    ugly: "end" } } } })),
  mistake("endings are not routed", ["UNKNOWN_FIELD", "nodes.x.next"], d.defineGraph({ ...g, nodes: { x: { kind: "subgraph", graph: "child", routes: { good: "end", bad: "end" },
    // @ts-expect-error route each ending
    next: "end" } } })),
  mistake("routes for a graph without labels", ["UNKNOWN_FIELD", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { ...plain,
    // @ts-expect-error it just ends
    routes: { good: "end" } } } })),
  mistake("a graph without labels leads nowhere", ["MISSING_FIELD", "nodes.x.next"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error say next
    x: { kind: "subgraph", graph: "plainChild" } } })),
  mistake("an input is not given", ["MISSING_ARGUMENT", "nodes.x"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error "text" has no channel of its name
    x: { kind: "subgraph", graph: "byHand", next: "end" } } })),
  mistake("an input is mistyped", ["UNKNOWN_ARGUMENT", "nodes.x.input.itm"], d.defineGraph({ ...g, nodes: { x: { ...sub, input: {
    // @ts-expect-error it is "item"
    itm: "item" } } } })),
  mistake("an input has the wrong type", ["ARGUMENT_TYPE", "nodes.x.input.note"], d.defineGraph({ ...g, nodes: { x: { ...sub, input: {
    // @ts-expect-error "count" is a number
    note: "count" } } } })),
  mistake("an input's channel is mistyped", ["UNKNOWN_CHANNEL", "nodes.x.input.text"], d.defineGraph({ ...g, nodes: { x: { ...byHand, input: {
    // @ts-expect-error it is "note"
    text: "nota" } } } })),
  mistake("an output is mistyped", ["UNKNOWN_OUTPUT", "nodes.x.output.note"], d.defineGraph({ ...g, nodes: { x: { ...sub, output: {
    // @ts-expect-error it is "hint"
    note: "hnit" } } } })),
  mistake("an output has the wrong type", ["WRITE_TYPE", "nodes.x.output.note"], d.defineGraph({ ...g, nodes: { x: { ...sub, output: {
    // @ts-expect-error "score" is a number
    note: "score" } } } })),
  mistake("an output goes to no channel", ["UNKNOWN_CHANNEL", "nodes.x.output.nota"], d.defineGraph({ ...g, nodes: { x: { ...sub, output: {
    // @ts-expect-error it is "note"
    nota: "hint" } } } })),
  mistake("a graph has no such param", ["UNKNOWN_PARAM", "nodes.x.with.patienc"], d.defineGraph({ ...g, nodes: { x: { ...sub, with: {
    // @ts-expect-error it is "patience"
    patienc: "1m" } } } })),
  mistake("a graph has no params", ["UNKNOWN_PARAM", "nodes.x.with.patience"], d.defineGraph({ ...g, nodes: { x: { ...plain, with: {
    // @ts-expect-error it has none
    patience: "1m" } } } })),
  mistake("a graph built by hand has no params", ["UNKNOWN_PARAM", "nodes.x.with.patience"], d.defineGraph({ ...g, nodes: { x: { ...byHand, with: {
    // @ts-expect-error it has none
    patience: "1m" } } } })),
  mistake("a called graph's param has the wrong type", ["PARAM_TYPE", "nodes.x.with.patience"], d.defineGraph({ ...g, nodes: { x: { ...sub, with: {
    // @ts-expect-error it is a text
    patience: 30 } } } })),
  mistake("a called graph's param is one that is not there", ["UNKNOWN_PARAM", "nodes.x.with.patience.param"], d.defineGraph({ ...g, params: { soon: "1m" }, nodes: { y: { ...sub, with: { patience: { param: "soon" } } }, x: { ...sub, routes: { good: "y", bad: "y" }, with: { patience: {
    // @ts-expect-error it is "soon"
    param: "son" } } } }, start: "x" })),
  mistake("a called graph's param is one of another type", ["PARAM_TYPE", "nodes.x.with.patience.param"], d.defineGraph({ ...g, params: { limit: 3 }, nodes: { x: { ...sub, with: { patience: {
    // @ts-expect-error "limit" is a number
    param: "limit" } } } } })),
  mistake("a subgraph is not tried again", ["UNKNOWN_FIELD", "nodes.x.retry"], d.defineGraph({ ...g, nodes: { x: { ...sub,
    // @ts-expect-error its nodes are
    retry: { maxAttempts: 2 } } } })),
  mistake("an ending is mistyped", ["UNKNOWN_TARGET", "nodes.x.next"], d.defineGraph({ ...g, endsWith: ["paid"], nodes: { x: { ...write, onError: "end:paid",
    // @ts-expect-error it is "end:paid"
    next: "end:payed" } } })),
  mistake("a graph with endings just ends", ["UNKNOWN_TARGET", "nodes.x.next"], d.defineGraph({ ...g, endsWith: ["paid"], nodes: { x: { ...write, onError: "end:paid",
    // @ts-expect-error say how it ends
    next: "end" } } })),
  mistake("a graph without endings ends with a label", ["UNKNOWN_TARGET", "nodes.x.next"], d.defineGraph({ ...g, nodes: { x: { ...write,
    // @ts-expect-error declare it under endsWith
    next: "end:paid" } } })),
  mistake("an ending is reserved", ["RESERVED_LABEL", "endsWith.1"], d.defineGraph({ ...g,
    // @ts-expect-error "error" is a reserved word
    endsWith: ["paid", "error"],
    nodes: { x: { ...write, next: "end:paid", onError: "end:error" } } })),
  mistake("a signal leads nowhere", ["UNKNOWN_TARGET", "signals.takeOver.next"], d.defineGraph({ ...g, signals: { takeOver: { by: ["lead"],
    // @ts-expect-error "human" is not a node
    next: "human" } },
    nodes: { x: write } })),
  mistake("a signal from an unknown role", ["UNKNOWN_ROLE", "signals.takeOver.by.0"], d.defineGraph({ ...g, signals: { takeOver: { next: "x",
    // @ts-expect-error it is "lead"
    by: ["laed"] } },
    nodes: { x: write } })),
  mistake("a router goes by no channel", ["UNKNOWN_CHANNEL", "nodes.x.on"], d.defineGraph({ ...g, nodes: { x: { ...onMood,
    // @ts-expect-error it is "mood"
    on: "modo" } } })),
  mistake("a value of the channel has no target", ["UNHANDLED_LABEL", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { ...onMood,
    // @ts-expect-error "down" has no target
    routes: { up: "end" } } } })),
  mistake("the channel never holds that", ["UNKNOWN_LABEL", "nodes.x.routes.sideways"], d.defineGraph({ ...g, nodes: { x: { ...onMood, routes: { up: "end", down: "end",
    // @ts-expect-error "sideways" is not a mood
    sideways: "end" } } } })),
  mistake("a channel is never unsure", ["UNKNOWN_FIELD", "nodes.x.lowConfidence"], d.defineGraph({ ...g, nodes: { x: { ...onMood,
    // @ts-expect-error a value is a value
    lowConfidence: { below: 0.5, next: "end" } } } })),
];

/** The compiler does not follow paths. */
export const subgraphsAsAWhole = [
  mistake("a subgraph waits for a message", ["SUBGRAPH_WAITS", "nodes.x.graph"], d.defineGraph({ ...g, nodes: { x: { kind: "subgraph", graph: "chatty", next: "end" } } })),
  mistake("a subgraph takes signals", ["SUBGRAPH_SIGNALS", "nodes.x.graph"], d.defineGraph({ ...g, nodes: { x: { kind: "subgraph", graph: "signalled", next: "end" } } })),
  mistake("a graph is wrong with the values of a call", ["PARAM_TYPE", "nodes.x.with.patience"], d.defineGraph({ ...g, nodes: { x: { ...sub, with: { patience: "soon" } } } })),
  mistake("items that are threads take no params", ["OWN_THREADS_BODY", "nodes.x.do.with"], d.defineGraph({ ...g, nodes: { x: { ...each, threads: "own", collect: {}, do: { ...sub, routes: { good: "join", bad: "join" }, with: { patience: "1m" } } } } })),
  mistake("items are threads of a graph built by hand", ["OWN_THREADS_BODY", "nodes.x.do.graph"], d.defineGraph({ ...g, nodes: { x: { ...each, threads: "own", collect: {}, do: { ...byHand, next: "join" } } } })),
  mistake("no path leads to an ending", ["UNREACHABLE_LABEL", "endsWith.1"], d.defineGraph({ ...g, endsWith: ["paid", "lost"], nodes: { x: { ...write, next: "end:paid" } } })),
  mistake("the subgraph's bad end has not written what is read", ["READ_BEFORE_WRITE", "nodes.y.args.note"], d.defineGraph({ id: "g", version: 1, start: "x", input: ["item", "mood"], nodes: {
    x: { kind: "subgraph", graph: "child", input: { note: "mood" }, output: { note: "hint" }, routes: { good: "y", bad: "y" } }, y: { kind: "tool", tool: "look", next: "end" } } })),
  mistake("a signal comes before anything is written", ["READ_BEFORE_WRITE", "nodes.y.args.note"], d.defineGraph({ id: "g", version: 1, start: "x", input: ["item"], signals: { now: { by: ["lead"], next: "y" } }, nodes: {
    x: { ...write, next: "y" }, y: { kind: "tool", tool: "look", next: "end" } } })),
  mistake("what is collected is never written", ["READ_BEFORE_WRITE", "nodes.x.collect.notes"], d.defineGraph({ ...g, nodes: {
    x: { kind: "each", over: "items", as: "item", do: { kind: "agent", agent: "writer", next: "join" }, collect: { notes: "note" }, next: "end" } } })),
  mistake("a router without anything to go by", ["MISSING_FIELD", "nodes.x.router"], { ...g, input: [...g.input], nodes: { x: { kind: "router", routes: { up: "end" } } } }),
];

/** Mistakes in graphs that stand in a declaration's head, and in calling them. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "../mistake.ts";
import { d, each, g, limit, onMood, pay, write } from "../vocabulary.ts";

const call = { kind: "subgraph", graph: "draft", next: "end" } as const;
const x = { x: call };
const ends = { kind: "subgraph", graph: "draft", routes: { ok: "end", bad: "end" } } as const;

export const localMistakes = [
  mistake("a local graph's edge leads nowhere", ["UNKNOWN_TARGET", "graphs.draft.nodes.p.next"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: { ...write,
    // @ts-expect-error there is no "q"
    next: "q" } } } } })),
  mistake("a local graph leads to a node of its caller", ["UNKNOWN_TARGET", "graphs.draft.nodes.p.next"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: { ...write,
    // @ts-expect-error "x" is outside
    next: "x" } } } } })),
  mistake("a local graph starts nowhere", ["UNKNOWN_TARGET", "graphs.draft.start"], d.defineGraph({ ...g, nodes: x, graphs: { draft: {
    // @ts-expect-error it is "p"
    start: "pp", nodes: { p: write } } } })),
  mistake("a local graph's ending is mistyped", ["UNKNOWN_TARGET", "graphs.draft.nodes.p.next"], d.defineGraph({ ...g, nodes: { x: ends }, graphs: { draft: { start: "q", endsWith: ["ok", "bad"], nodes: { q: { ...limit, routes: { yes: "p", no: "end:ok" } }, p: { ...write, onError: "end:bad",
    // @ts-expect-error it is "end:ok"
    next: "end:okk" } } } } })),
  mistake("a channel is mistyped in a local graph", ["UNKNOWN_CHANNEL", "graphs.draft.nodes.p.writes"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: { ...write,
    // @ts-expect-error it is "note"
    writes: "nota" } } } } })),
  mistake("code is mistyped in a local graph", ["UNKNOWN_REFERENCE", "graphs.draft.nodes.p.agent"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: { ...write,
    // @ts-expect-error it is "writer"
    agent: "wirter" } } } } })),
  mistake("a label has no target in a local graph", ["UNHANDLED_LABEL", "graphs.draft.nodes.p.routes"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: { ...onMood,
    // @ts-expect-error "down" has no target
    routes: { up: "end" } } } } } })),
  mistake("a node of a local graph has a channel's name", ["NAME_IS_CHANNEL", "graphs.draft.nodes.note"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "note", nodes: {
    // @ts-expect-error "note" is a channel
    note: write } } } })),
  mistake("a field is mistyped in a local graph", ["UNKNOWN_FIELD", "graphs.draft.nodes.p.tool"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: { ...write,
    // @ts-expect-error an agent has none
    tool: "pay" } } } } })),
  mistake("a local graph gives a channel that is not there", ["UNKNOWN_CHANNEL", "graphs.draft.gives.1"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: write },
    // @ts-expect-error it is "note"
    gives: ["note", "nota"] } } })),
  mistake("a local graph's param is mistyped", ["UNKNOWN_PARAM", "graphs.draft.nodes.p.visits.max.param"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", params: { most: 3 }, nodes: { o: { ...write, next: "p", visits: { max: { param: "most" }, next: "end" } }, p: { ...write, next: "o", visits: { next: "end", max: {
    // @ts-expect-error it is "most"
    param: "mots" } } } } } } })),
  mistake("a local graph has the caller's param", ["UNKNOWN_PARAM", "graphs.draft.nodes.p.timeout.param"], d.defineGraph({ ...g, params: { soon: "1m" }, nodes: { x: { ...write, timeout: { param: "soon" }, next: "y" }, y: call }, graphs: { draft: { start: "p", nodes: { p: { ...write, timeout: {
    // @ts-expect-error "soon" is not a param of this graph
    param: "soon" } } } } } })),
  mistake("a local graph's name is mistyped", ["UNKNOWN_REFERENCE", "nodes.y.graph"], d.defineGraph({ ...g, nodes: { x: { ...call, next: "y" }, y: { ...call,
    // @ts-expect-error it is "draft"
    graph: "drafd" } }, graphs: { draft: { start: "p", nodes: { p: write } } } })),
  mistake("an ending of a local graph has no target", ["UNHANDLED_LABEL", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { ...ends,
    // @ts-expect-error it can end with "bad"
    routes: { ok: "end" } } }, graphs: { draft: { start: "p", endsWith: ["ok", "bad"], nodes: { p: { ...limit, routes: { yes: "end:ok", no: "end:bad" } } } } } })),
  mistake("a local graph without endings is routed", ["UNKNOWN_FIELD", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { ...call,
    // @ts-expect-error it just ends
    routes: { ok: "end" } } }, graphs: { draft: { start: "p", nodes: { p: write } } } })),
  mistake("a local graph is given a param that it lacks", ["UNKNOWN_PARAM", "nodes.x.with.mots"], d.defineGraph({ ...g, nodes: { x: { ...call, with: {
    // @ts-expect-error it is "most"
    mots: 3 } } }, graphs: { draft: { start: "p", params: { most: 2 }, nodes: { p: { ...write, next: "p", visits: { max: { param: "most" }, next: "end" } } } } } })),
  mistake("a local graph's param has the wrong type", ["PARAM_TYPE", "nodes.x.with.most"], d.defineGraph({ ...g, nodes: { x: { ...call, with: {
    // @ts-expect-error it is a number
    most: "many" } } }, graphs: { draft: { start: "p", params: { most: 2 }, nodes: { p: { ...write, next: "p", visits: { max: { param: "most" }, next: "end" } } } } } })),
  mistake("a local graph's input is mapped from no channel", ["UNKNOWN_CHANNEL", "nodes.x.input.item"], d.defineGraph({ ...g, nodes: { x: { ...call, input: {
    // @ts-expect-error it is "item"
    item: "itm" } } }, graphs: { draft: { start: "p", nodes: { p: write } } } })),
  mistake("a local graph's output has the wrong type", ["WRITE_TYPE", "nodes.x.output.count"], d.defineGraph({ ...g, nodes: { x: { ...call, output: {
    // @ts-expect-error "note" is a text
    count: "note" } } }, graphs: { draft: { start: "p", nodes: { p: write } } } })),
  mistake("a head has no such field", ["UNKNOWN_FIELD", "graphs.draft.keeps"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: write },
    // @ts-expect-error its caller keeps
    keeps: ["note"] } } })),
];

const draft = { start: "p", nodes: { p: write } } as const;

/** The compiler does not follow paths, nor names of the registry. */
export const localsAsAWhole = [
  mistake("a local graph has the name of the registry's", ["NAME_TAKEN", "graphs.plainChild"], d.defineGraph({ ...g, nodes: { x: { ...call, graph: "plainChild" } }, graphs: { plainChild: draft } })),
  mistake("a local graph has a bad name", ["BAD_NAME", "graphs.my draft"], { ...g, input: [...g.input], nodes: { x: { kind: "subgraph", graph: "my draft", next: "end" } }, graphs: { "my draft": { start: "p", nodes: { p: write } } } }),
  mistake("a local graph calls itself", ["GRAPH_CALLS_ITSELF", "graphs.draft.nodes.p.graph"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "o", nodes: { o: { ...onMood, routes: { up: "p", down: "end" } }, p: { kind: "subgraph", graph: "draft", next: "end" } } } } })),
  mistake("local graphs call each other", ["GRAPH_CALLS_ITSELF", "graphs.other.nodes.p.do.graph"], d.defineGraph({ ...g, nodes: x, graphs: {
    draft: { start: "o", nodes: { o: { ...onMood, routes: { up: "p", down: "end" } }, p: { kind: "subgraph", graph: "other", next: "end" } } },
    other: { start: "p", nodes: { p: { kind: "each", over: "items", as: "item", do: { kind: "subgraph", graph: "draft", next: "join" }, next: "end" } } } } })),
  mistake("nothing calls a local graph", ["UNUSED_GRAPH", "graphs.other"], d.defineGraph({ ...g, nodes: x, graphs: { draft, other: draft } })),
  mistake("a local graph gives what it does not write", ["UNKNOWN_OUTPUT", "graphs.draft.gives.0"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { ...draft, gives: ["count"] } } })),
  mistake("a local graph reads a channel with a reducer", ["READS_REDUCED", "graphs.draft.nodes.p"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: { ...limit, args: { count: "spent" }, routes: { yes: "end", no: "end" } } } } } })),
  mistake("a local graph needs what its caller has not written", ["READ_BEFORE_WRITE", "nodes.x.input.item"], d.defineGraph({ ...g, input: ["note"], nodes: x, graphs: { draft } })),
  mistake("a local graph waits", ["SUBGRAPH_WAITS", "nodes.x.graph"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: { ...write, onError: "end", next: "wait" } } } } })),
  mistake("a local graph does not write what is read after it", ["READ_BEFORE_WRITE", "nodes.y.args.note"], d.defineGraph({ ...g, input: ["item"], nodes: { x: { ...call, next: "y" }, y: { kind: "tool", tool: "look", next: "end" } }, graphs: { draft: { start: "p", nodes: { p: { ...pay, onError: { DECLINED: "end", BUSY: "end" }, writes: "note" } } } } })),
  mistake("an ending of a local graph is never reached", ["UNREACHABLE_LABEL", "graphs.draft.endsWith.1"], d.defineGraph({ ...g, nodes: { x: ends }, graphs: { draft: { start: "p", endsWith: ["ok", "bad"], nodes: { p: { ...write, next: "end:ok" } } } } })),
  mistake("a node of a local graph is not reached", ["UNREACHABLE_NODE", "graphs.draft.nodes.q"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { start: "p", nodes: { p: write, q: write } } } })),
  mistake("a local graph's param is not used", ["UNUSED_PARAM", "graphs.draft.params.most"], d.defineGraph({ ...g, nodes: x, graphs: { draft: { ...draft, params: { most: 3 } } } })),
  mistake("branches of a local graph write one channel", ["TWO_WRITERS", "nodes.x.branches.b.writes"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", branches: { a: { ...call, next: "join" }, b: { ...call, next: "join" } }, next: "end" } }, graphs: { draft } })),
  mistake("items that are threads run a local graph", ["OWN_THREADS_BODY", "nodes.x.do.graph"], d.defineGraph({ ...g, nodes: { x: { ...each, threads: "own", collect: {}, do: { ...call, next: "join" } } }, graphs: { draft } })),
];

/** Mistakes in each: the list, the item, the body, what is collected. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { d, each, g, limit } from "./vocabulary.ts";

export const eachMistakes = [
  mistake("the list is mistyped", ["UNKNOWN_CHANNEL", "nodes.x.over"], d.defineGraph({ ...g, nodes: { x: { ...each,
    // @ts-expect-error it is "items"
    over: "itmes" } } })),
  mistake("what is iterated is not a list", ["NOT_A_LIST", "nodes.x.over"], d.defineGraph({ ...g, nodes: { x: { ...each,
    // @ts-expect-error "count" is a number
    over: "count" } } })),
  mistake("an item does not fit its channel", ["WRITE_TYPE", "nodes.x.as"], d.defineGraph({ ...g, nodes: { x: { kind: "each", over: "items",
    // @ts-expect-error an item is not a number
    as: "count", do: { kind: "agent", agent: "writer", writes: "note", next: "join" }, collect: { notes: "note" }, next: "end" } } })),
  mistake("the item's channel is mistyped", ["UNKNOWN_CHANNEL", "nodes.x.as"], d.defineGraph({ ...g, nodes: { x: { ...each,
    // @ts-expect-error it is "item"
    as: "itm" } } })),
  mistake("the body's target is mistyped", ["UNKNOWN_TARGET", "nodes.x.do.next"], d.defineGraph({ ...g, nodes: { x: { ...each, do: { kind: "agent", agent: "writer", writes: "note",
    // @ts-expect-error it is "join"
    next: "jion" } } } })),
  mistake("an item leaves for another node", ["UNKNOWN_TARGET", "nodes.x.do.onError"], d.defineGraph({ ...g, nodes: { x: { ...each, do: { kind: "agent", agent: "writer", writes: "note", next: "join",
    // @ts-expect-error every item comes to the join
    onError: "x" } } } })),
  mistake("an item is handed over to another node", ["UNKNOWN_TARGET", "nodes.x.do.handoff.x"], d.defineGraph({ ...g, nodes: { x: { ...each, do: { kind: "agent", agent: "writer", writes: "note", next: "join",
    handoff: {
      // @ts-expect-error every item comes to the join
      x: "when it is hard" } } } } })),
  mistake("the body's code is mistyped", ["UNKNOWN_REFERENCE", "nodes.x.do.agent"], d.defineGraph({ ...g, nodes: { x: { ...each, do: { kind: "agent", next: "join",
    // @ts-expect-error it is "writer"
    agent: "wirter", writes: "note" } } } })),
  mistake("the body's argument has no channel", ["MISSING_ARGUMENT", "nodes.x.do"], d.defineGraph({ ...g, nodes: { x: { ...each,
    // @ts-expect-error "text" must be said
    do: { kind: "agent", agent: "scorer", writes: { note: "text" }, next: "join" } } } })),
  mistake("the body writes the wrong type", ["WRITE_TYPE", "nodes.x.do.writes"], d.defineGraph({ ...g, nodes: { x: { ...each, collect: {}, do: { kind: "agent", agent: "writer", next: "join",
    // @ts-expect-error the writer gives text
    writes: "count" } } } })),
  mistake("an each inside each", ["UNKNOWN_KIND", "nodes.x.do.kind"], d.defineGraph({ ...g, nodes: { x: { ...each, do: {
    // @ts-expect-error a longer body is a subgraph
    kind: "each", over: "items", as: "item", do: { kind: "agent", agent: "writer", writes: "note", next: "join" }, next: "join" } } } })),
  mistake("what collects is not a list", ["NOT_A_LIST", "nodes.x.collect.note"], d.defineGraph({ ...g, nodes: { x: { ...each, collect: {
    // @ts-expect-error "note" is text
    note: "note" } } } })),
  mistake("what is collected has the wrong type", ["WRITE_TYPE", "nodes.x.collect.notes"], d.defineGraph({ ...g, nodes: { x: { ...each, collect: {
    // @ts-expect-error "count" is a number
    notes: "count" } } } })),
  mistake("what is collected is mistyped", ["UNKNOWN_CHANNEL", "nodes.x.collect.notes"], d.defineGraph({ ...g, nodes: { x: { ...each, collect: {
    // @ts-expect-error it is "note"
    notes: "noet" } } } })),
  mistake("a growing list is collected", ["WRITE_TYPE", "nodes.x.collect.notes"], d.defineGraph({ ...g, nodes: { x: { ...each, collect: {
    // @ts-expect-error "log" accumulates already
    notes: "log" } } } })),
  mistake("failures do not fit their list", ["WRITE_TYPE", "nodes.x.failures.collect"], d.defineGraph({ ...g, nodes: { x: { ...each, failures: { next: "end",
    // @ts-expect-error "notes" takes texts
    collect: "notes" } } } })),
  mistake("failures are a target and not collected", ["UNKNOWN_TARGET", "nodes.x.do.onError"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error there are no failures
    x: { ...each, do: { kind: "agent", agent: "writer", writes: "note", next: "join", onError: "failures" } } } })),
  mistake("a label leads to failures that are not collected", ["UNKNOWN_TARGET", "nodes.x.do.routes.no"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error there are no failures
    x: { ...each, collect: {}, do: { ...limit, routes: { yes: "join", no: "failures" } } } } })),
  mistake("a failed item joins where failures are collected", ["UNKNOWN_TARGET", "nodes.x.do.onError"], d.defineGraph({ ...g, nodes: { x: { ...each, failures: { collect: "failed", next: "end" }, do: { kind: "agent", agent: "writer", writes: "note", next: "join",
    // @ts-expect-error it is one of the failures
    onError: "join" } } } })),
  mistake("a code joins where failures are collected", ["UNKNOWN_TARGET", "nodes.x.do.onError.BUSY"], d.defineGraph({ ...g, nodes: { x: { ...each, failures: { collect: "failed", next: "end" }, do: { kind: "tool", tool: "pay", writes: "note", next: "join", onError: {
    // @ts-expect-error it is one of the failures
    BUSY: "join" } } } } })),
  mistake("a code that is not collected has no target", ["UNHANDLED_LABEL", "nodes.x.do.onError"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error "BUSY" has no target
    x: { ...each, do: { kind: "tool", tool: "pay", writes: "note", next: "join", onError: { DECLINED: "join" } } } } })),
  mistake("failures are a target outside", ["UNKNOWN_TARGET", "nodes.x.onError"], d.defineGraph({ ...g, nodes: { x: { ...each, failures: { collect: "failed", next: "end" },
    // @ts-expect-error they are for items
    onError: "failures" } } })),
  mistake("failures lead nowhere", ["UNKNOWN_TARGET", "nodes.x.failures.next"], d.defineGraph({ ...g, nodes: { x: { ...each, failures: { collect: "failed",
    // @ts-expect-error "workList" is not a node
    next: "workList" } } } })),
  mistake("threads of no known sort", ["WRONG_VALUE", "nodes.x.threads"], d.defineGraph({ ...g, nodes: { x: { ...each,
    // @ts-expect-error "shared" or "own"
    threads: "separate" } } })),
  mistake("items are threads of their own without a graph", ["OWN_THREADS_BODY", "nodes.x.do.kind"], d.defineGraph({ ...g, nodes: { x: { ...each, threads: "own", do: {
    // @ts-expect-error a thread runs a graph
    kind: "agent", agent: "writer", writes: "note", next: "join" } } } })),
  mistake("join stands outside", ["UNKNOWN_TARGET", "nodes.x.next"], d.defineGraph({ ...g, nodes: { x: { ...each,
    // @ts-expect-error "join" is for bodies
    next: "join" } } })),
  mistake("a body has visits", ["UNKNOWN_FIELD", "nodes.x.do.visits"], d.defineGraph({ ...g, nodes: { x: { ...each, do: { kind: "agent", agent: "writer", writes: "note", next: "join",
    // @ts-expect-error an item is done once
    visits: { max: 2, next: "join" } } } } })),
];

/** Mistakes in where edges lead. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { ask, d, deadlines, g, limit, pay, route, write } from "./vocabulary.ts";

export const targets = [
  mistake("start names no node", ["UNKNOWN_TARGET", "start"], d.defineGraph({ ...g,
    // @ts-expect-error "y" is not a node
    start: "y",
    nodes: { x: write } })),
  mistake("start is a stop", ["UNKNOWN_TARGET", "start"], d.defineGraph({ ...g,
    // @ts-expect-error a turn cannot start at its end
    start: "end",
    nodes: { x: write } })),
  mistake("next is mistyped", ["UNKNOWN_TARGET", "nodes.x.next"], d.defineGraph({ ...g, nodes: { x: { ...write,
    // @ts-expect-error "ende" is not a node
    next: "ende" } } })),
  mistake("a route leads nowhere", ["UNKNOWN_TARGET", "nodes.x.routes.ask"], d.defineGraph({ ...g, nodes: { x: { ...route, routes: { buy: "end",
    // @ts-expect-error "asking" is not a node
    ask: "asking" } } } })),
  mistake("low confidence leads nowhere", ["UNKNOWN_TARGET", "nodes.x.lowConfidence.next"], d.defineGraph({ ...g, nodes: { x: { ...route, lowConfidence: { below: 0.5,
    // @ts-expect-error "clarify" is not a node
    next: "clarify" } } } })),
  mistake("a decision leads nowhere", ["UNKNOWN_TARGET", "nodes.x.decisions.yes"], d.defineGraph({ ...g, nodes: { x: { ...ask, decisions: { edit: "end",
    // @ts-expect-error "pay" is not a node
    yes: "pay" } } } })),
  mistake("a deadline leads nowhere", ["UNKNOWN_TARGET", "nodes.x.deadlines.0.next"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ after: "1h",
    // @ts-expect-error "boss" is a role, not a node
    next: "boss" }] } } })),
  mistake("an error code leads nowhere", ["UNKNOWN_TARGET", "nodes.x.onError.BUSY"], d.defineGraph({ ...g, nodes: { x: { ...pay, onError: { DECLINED: "end",
    // @ts-expect-error "later" is not a node
    BUSY: "later" } } } })),
  mistake("an agent's error leads nowhere", ["UNKNOWN_TARGET", "nodes.x.onError"], d.defineGraph({ ...g, nodes: { x: { ...write,
    // @ts-expect-error "specialist" is not a node
    onError: "specialist" } } })),
  mistake("spent visits lead nowhere", ["UNKNOWN_TARGET", "nodes.x.visits.next"], d.defineGraph({ ...g, nodes: { x: { ...limit, visits: { max: 2,
    // @ts-expect-error "out" is not a node
    next: "out" } } } })),
  mistake("a handoff names no node", ["UNKNOWN_TARGET", "nodes.x.handoff.sales"], d.defineGraph({ ...g, nodes: { x: { ...write, handoff: {
    // @ts-expect-error "sales" is not a node
    sales: "wants to buy" } } } })),
  mistake("the default error target is mistyped", ["UNKNOWN_TARGET", "defaults.onError"], d.defineGraph({ ...g, defaults: {
    // @ts-expect-error "xx" is not a node
    onError: "xx" },
    nodes: { x: write } })),
  mistake("the budget leads nowhere", ["UNKNOWN_TARGET", "budget.next"], d.defineGraph({ ...g, budget: { steps: 9,
    // @ts-expect-error "stop" is not a node
    next: "stop" },
    nodes: { x: write } })),
  mistake("four eyes name no node", ["UNKNOWN_TARGET", "nodes.x.by.not.0"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines,
    // @ts-expect-error "firstLook" is not a node
    by: { roles: ["lead"], not: ["firstLook"] } } } })),
  mistake("the next message enters no node", ["UNKNOWN_TARGET", "nodes.x.next"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "writer", writes: "note",
    // @ts-expect-error there is no node "xx"
    next: "wait:xx" } } })),
  mistake("the next message enters an end", ["UNKNOWN_TARGET", "nodes.x.onError"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "writer", writes: "note", next: "end",
    // @ts-expect-error only a node is entered
    onError: "wait:end" } } })),
  mistake("a turn begins by waiting", ["UNKNOWN_TARGET", "start"], d.defineGraph({ ...g,
    // @ts-expect-error a turn begins at a node
    start: "wait:x", nodes: { x: { kind: "agent", agent: "writer", writes: "note", next: "end" } } })),
  mistake("an item waits for the next message", ["UNKNOWN_TARGET", "nodes.x.do.next"], d.defineGraph({ ...g, nodes: { x: { kind: "each", over: "items", as: "item", next: "end", do: { kind: "agent", agent: "writer", writes: "note",
    // @ts-expect-error inside each every path leads to join
    next: "wait:x" } } } })),
  mistake("a branch waits for the next message", ["UNKNOWN_TARGET", "nodes.x.branches.a.next"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { a: { kind: "agent", agent: "writer", writes: "note",
    // @ts-expect-error a branch joins or leaves
    next: "wait:x" } } } } })),
];

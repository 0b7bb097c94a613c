/** Mistakes in label maps: a label without a target, a target without a label. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { ask, d, g, limit, pay, route, write } from "./vocabulary.ts";

export const labels = [
  mistake("a router's label has no target", ["UNHANDLED_LABEL", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { ...route,
    // @ts-expect-error "ask" has no target
    routes: { buy: "end" } } } })),
  mistake("a router never answers that", ["UNKNOWN_LABEL", "nodes.x.routes.sell"], d.defineGraph({ ...g, nodes: { x: { ...route, routes: { buy: "end", ask: "end",
    // @ts-expect-error "sell" is not a label
    sell: "end" } } } })),
  mistake("a task's label has no target", ["UNHANDLED_LABEL", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { ...limit,
    // @ts-expect-error "no" has no target
    routes: { yes: "end" } } } })),
  mistake("a task never answers that", ["UNKNOWN_LABEL", "nodes.x.routes.perhaps"], d.defineGraph({ ...g, nodes: { x: { ...limit, routes: { yes: "end", no: "end",
    // @ts-expect-error "perhaps" is not a label
    perhaps: "end" } } } })),
  mistake("a decision has no target", ["UNHANDLED_LABEL", "nodes.x.decisions"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error "yes" has no target
    decisions: { edit: "end" } } } })),
  mistake("a decision that the question does not have", ["UNKNOWN_LABEL", "nodes.x.decisions.maybe"], d.defineGraph({ ...g, nodes: { x: { ...ask, decisions: { yes: "end", edit: "end",
    // @ts-expect-error "maybe" is not a decision
    maybe: "end" } } } })),
  mistake("an error code has no target", ["UNHANDLED_LABEL", "nodes.x.onError"], d.defineGraph({ ...g, nodes: { x: { ...pay,
    // @ts-expect-error "BUSY" has no target
    onError: { DECLINED: "end" } } } })),
  mistake("a tool never fails like that", ["UNKNOWN_LABEL", "nodes.x.onError.LOST"], d.defineGraph({ ...g, nodes: { x: { ...pay, onError: { DECLINED: "end", BUSY: "end",
    // @ts-expect-error "LOST" is not a code of the tool
    LOST: "end" } } } })),
  mistake("a tool always knows what it has done", ["NEEDLESS_UNKNOWN", "nodes.x.onUnknown"], d.defineGraph({ ...g, nodes: { x: { ...pay,
    // @ts-expect-error it acts in a transaction
    onUnknown: "end" } } })),
  mistake("an agent never fails like that", ["UNKNOWN_LABEL", "nodes.x.onError.timeuot"], d.defineGraph({ ...g, nodes: { x: { ...write, onError: {
    // @ts-expect-error it is "timeout"
    timeuot: "end" } } } })),
  mistake("an agent has no such tool to fail", ["UNKNOWN_LABEL", "nodes.x.onError.tool:pay"], d.defineGraph({ ...g,
    nodes: { x: { kind: "agent", agent: "helper", writes: "note", next: "end", onError: {
      // @ts-expect-error the helper may only call "look"
      "tool:pay": "end" } } } })),
  mistake("a count for no decision", ["UNKNOWN_LABEL", "nodes.x.by.count.approve"], d.defineGraph({ ...g, nodes: { x: { ...ask, by: { roles: ["lead"], count: {
    // @ts-expect-error "approve" is not a decision
    approve: 2 } } } } })),
];

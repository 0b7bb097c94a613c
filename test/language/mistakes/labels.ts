/** Mistakes in label maps: a label without a target, a target without a label. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { ask, clerk, d, g, limit, pay, route, write } from "./vocabulary.ts";

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

/** At agents that answer labels, and at those that have one output. */
export const agentLabels = [
  mistake("a label of an agent has no target", ["UNHANDLED_LABEL", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", writes: clerk.writes,
    // @ts-expect-error "solved" is missing
    routes: { said: "end", ticket: "end" } } } })),
  mistake("a label of an agent is mistyped", ["UNKNOWN_LABEL", "nodes.x.routes.solvd"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", writes: clerk.writes, routes: { said: "end", ticket: "end",
    // @ts-expect-error it is "solved"
    solvd: "end" } } } })),
  mistake("a label leads to no node", ["UNKNOWN_TARGET", "nodes.x.routes.solved"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", writes: clerk.writes, routes: { said: "end", ticket: "end",
    // @ts-expect-error it is "end"
    solved: "ende" } } } })),
  mistake("a form of a label has no place", ["UNPLACED_FORM", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", routes: clerk.routes,
    // @ts-expect-error "ticket" is missing
    writes: { said: "note" } } } })),
  mistake("no form has a place", ["UNPLACED_FORM", "nodes.x"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error say writes
    x: { kind: "agent", agent: "clerk", routes: { said: "end", ticket: "end", solved: "end" } } } })),
  mistake("a place for a label without a form", ["UNKNOWN_LABEL", "nodes.x.writes.solved"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", routes: clerk.routes, writes: { said: "note", ticket: { note: "issue" },
    // @ts-expect-error "solved" brings nothing
    solved: "note" } } } })),
  mistake("a place for a label that there is not", ["UNKNOWN_LABEL", "nodes.x.writes.tickt"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", routes: clerk.routes, writes: { said: "note", ticket: { note: "issue" },
    // @ts-expect-error it is "ticket"
    tickt: "note" } } } })),
  mistake("a field of a label's form is mistyped", ["UNKNOWN_OUTPUT", "nodes.x.writes.ticket.note"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", routes: clerk.routes, writes: { said: "note", ticket: {
    // @ts-expect-error it is "issue"
    note: "isue" } } } } })),
  mistake("a field of a label's form does not fit", ["WRITE_TYPE", "nodes.x.writes.ticket.count"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", routes: clerk.routes, writes: { said: "note", ticket: {
    // @ts-expect-error "issue" is a text
    count: "issue" } } } } })),
  mistake("words do not fit their channel", ["WRITE_TYPE", "nodes.x.writes.said"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", routes: clerk.routes, writes: { ticket: { note: "issue" },
    // @ts-expect-error "count" takes a number
    said: "count" } } } })),
  mistake("the forms of labels in one channel", ["WRONG_VALUE", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", routes: clerk.routes,
    // @ts-expect-error say which form
    writes: "note" } } })),
  mistake("an agent with labels goes on under next", ["UNKNOWN_FIELD", "nodes.x.next"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "clerk", routes: clerk.routes, writes: clerk.writes,
    // @ts-expect-error each label has a target
    next: "end" } } })),
  mistake("an agent with labels has no routes", ["MISSING_FIELD", "nodes.x.routes"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error say routes
    x: { kind: "agent", agent: "clerk", writes: clerk.writes } } })),
  mistake("an agent with one output has routes", ["UNKNOWN_FIELD", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "writer", writes: "note", next: "end",
    // @ts-expect-error it answers no labels
    routes: { said: "end" } } } })),
  mistake("an output is placed as a form is", ["WRONG_VALUE", "nodes.x.writes.note"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "scorer", args: { text: "note" }, next: "end", writes: {
    // @ts-expect-error a field of the output
    note: { count: "score" } } } } })),
  mistake("nobody decides so about a call", ["UNKNOWN_LABEL", "nodes.x.approval.decisions.aprove"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "helper", next: "end", approval: { tools: ["look"], decisions: {
    // @ts-expect-error it is "approve"
    aprove: "end" } } } } })),
  mistake("a decision about a call leads nowhere", ["UNKNOWN_TARGET", "nodes.x.approval.decisions.reject"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "helper", next: "end", approval: { tools: ["look"], decisions: {
    // @ts-expect-error it is "end"
    reject: "ende" } } } } })),
  mistake("a transcript goes to no channel", ["UNKNOWN_CHANNEL", "nodes.x.transcript"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "helper", next: "end",
    // @ts-expect-error it is "log"
    transcript: "lg" } } })),
  mistake("a transcript goes to a text", ["WRITE_TYPE", "nodes.x.transcript"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "helper", next: "end",
    // @ts-expect-error "note" is no conversation
    transcript: "note" } } })),
];

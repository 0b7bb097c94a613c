/** Mistakes in who decides, and until when; and in how long a thread sleeps. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { ask, d, g } from "./vocabulary.ts";

export const people = [
  mistake("a form raises the budget by a text", ["WRITE_TYPE", "nodes.x.writes.edit.budget.tokens"], d.defineGraph({ ...g, budget: { tokens: 10, next: "x" },
    nodes: { x: { ...ask, writes: { edit: {
      // @ts-expect-error "note" is a text
      "budget.tokens": "note" } } } } })),
  mistake("a role is mistyped", ["UNKNOWN_ROLE", "nodes.x.by.0"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error it is "lead"
    by: ["leed"] } } })),
  mistake("a role in the long form is mistyped", ["UNKNOWN_ROLE", "nodes.x.by.roles.0"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error it is "boss"
    by: { roles: ["bos"] } } } })),
  mistake("a reminder of an unknown role", ["UNKNOWN_ROLE", "nodes.x.deadlines.0.remind"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ after: "1h",
    // @ts-expect-error "chef" is not a role
    remind: "chef" }, { after: "2h", next: "end" }] } } })),
  mistake("an assignment to an unknown role", ["UNKNOWN_ROLE", "nodes.x.deadlines.0.assign"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ after: "1h",
    // @ts-expect-error "chef" is not a role
    assign: "chef" }, { after: "2h", next: "end" }] } } })),
  mistake("a reminder that repeats is for an unknown role", ["UNKNOWN_ROLE", "nodes.x.deadlines.0.remind"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ every: "1h",
    // @ts-expect-error "chef" is not a role
    remind: "chef" }, { after: "2h", next: "end" }] } } })),
  mistake("the edge is taken again and again", ["DEADLINE_ORDER", "nodes.x.deadlines"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error end with one that has next
    deadlines: [{ every: "1h", remind: "lead" }] } } })),
  mistake("a deadline is at a channel that is mistyped", ["UNKNOWN_CHANNEL", "nodes.x.deadlines.0.at"], d.defineGraph({ ...g, input: [...g.input, "dueAt"], nodes: { x: { ...ask, deadlines: [{ next: "end",
    // @ts-expect-error it is "dueAt"
    at: "deuAt" }] } } })),
  mistake("a deadline is at a number", ["ARGUMENT_TYPE", "nodes.x.deadlines.0.at"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ next: "end",
    // @ts-expect-error "count" is no time
    at: "count" }] } } })),
  mistake("a deadline that is at a time leads nowhere", ["UNKNOWN_TARGET", "nodes.x.deadlines.0.next"], d.defineGraph({ ...g, input: [...g.input, "dueAt"], nodes: { x: { ...ask, deadlines: [{ at: "dueAt",
    // @ts-expect-error "late" is not a node
    next: "late" }] } } })),
  mistake("a reminder repeats in no known unit", ["WRONG_VALUE", "nodes.x.deadlines.0.every"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ remind: "lead",
    // @ts-expect-error there are no weeks
    every: "1w" }, { after: "2h", next: "end" }] } } })),
  mistake("the last deadline takes no edge", ["DEADLINE_ORDER", "nodes.x.deadlines"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error end with one that has next
    deadlines: [{ after: "15m", remind: "lead" }] } } })),
  mistake("a deadline after the final one", ["DEADLINE_ORDER", "nodes.x.deadlines"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error the second never comes
    deadlines: [{ after: "4h", next: "end" }, { after: "5h", remind: "lead" }] } } })),
  mistake("two deadlines that take an edge", ["DEADLINE_ORDER", "nodes.x.deadlines"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error only the last may
    deadlines: [{ after: "4h", next: "end" }, { after: "5h", next: "end" }] } } })),
  mistake("no deadline in the list", ["DEADLINE_ORDER", "nodes.x.deadlines"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error an empty list has no last one
    deadlines: [] } } })),
  mistake("no one may decide", ["MISSING_FIELD", "nodes.x.by"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error say who decides
    x: { kind: "interrupt", question: "plain", decisions: { ok: "end", no: "end" }, deadlines: [{ after: "1h", next: "end" }] } } })),
  mistake("a message is treated in no known way", ["WRONG_VALUE", "nodes.x.onMessage"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error "queue" or "refuse"
    onMessage: "ignore" } } })),
];

const later = { ...g, input: [...g.input, "dueAt"] } as const;

export const sleepMistakes = [
  mistake("a sleep's span has no such unit", ["WRONG_VALUE", "nodes.x.for"], d.defineGraph({ ...g, nodes: { x: { kind: "sleep", next: "end",
    // @ts-expect-error there are no weeks
    for: "1w" } } })),
  mistake("a sleep's span is a number", ["WRONG_VALUE", "nodes.x.for"], d.defineGraph({ ...g, nodes: { x: { kind: "sleep", next: "end",
    // @ts-expect-error say the unit
    for: 10 } } })),
  mistake("a sleep does not say how long", ["MISSING_FIELD", "nodes.x"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error for, or until
    x: { kind: "sleep", next: "end" } } })),
  mistake("a sleep has a span and a time", ["UNKNOWN_FIELD", "nodes.x.for"], d.defineGraph({ ...later, nodes: {
    // @ts-expect-error only one counts
    x: { kind: "sleep", for: "1m", until: "dueAt", next: "end" } } })),
  mistake("a sleep's param holds no duration", ["PARAM_TYPE", "nodes.x.for.param"], d.defineGraph({ ...g, params: { pause: 10 }, nodes: { x: { kind: "sleep", next: "end", for: {
    // @ts-expect-error it holds a number
    param: "pause" } } } })),
  mistake("a sleep's param is mistyped", ["UNKNOWN_PARAM", "nodes.y.for.param"], d.defineGraph({ ...g, params: { pause: "10m" }, nodes: { x: { kind: "sleep", next: "y", for: { param: "pause" } }, y: { kind: "sleep", next: "end", for: {
    // @ts-expect-error it is "pause"
    param: "puase" } } } })),
  mistake("a sleep ends at a channel that is mistyped", ["UNKNOWN_CHANNEL", "nodes.x.until"], d.defineGraph({ ...later, nodes: { x: { kind: "sleep", next: "end",
    // @ts-expect-error it is "dueAt"
    until: "deuAt" } } })),
  mistake("a sleep ends at a number", ["ARGUMENT_TYPE", "nodes.x.until"], d.defineGraph({ ...g, nodes: { x: { kind: "sleep", next: "end",
    // @ts-expect-error "count" is no time
    until: "count" } } })),
  mistake("a sleep ends at a field that does not exist", ["UNKNOWN_CHANNEL", "nodes.x.until"], d.defineGraph({ ...g, nodes: { x: { kind: "sleep", next: "end",
    // @ts-expect-error items have none
    until: "item.dueAt" } } })),
  mistake("a sleep leads nowhere", ["UNKNOWN_TARGET", "nodes.x.next"], d.defineGraph({ ...g, nodes: { x: { kind: "sleep", for: "1m",
    // @ts-expect-error "later" is not a node
    next: "later" } } })),
  mistake("a sleep has routes", ["UNKNOWN_FIELD", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { kind: "sleep", for: "1m", next: "end",
    // @ts-expect-error its only label is next
    routes: { woken: "end" } } } })),
  mistake("a sleep is tried again", ["UNKNOWN_FIELD", "nodes.x.retry"], d.defineGraph({ ...g, nodes: { x: { kind: "sleep", for: "1m", next: "end",
    // @ts-expect-error it cannot fail
    retry: { maxAttempts: 2 } } } })),
  mistake("a sleep in a branch leads nowhere", ["UNKNOWN_TARGET", "nodes.x.branches.a.next"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { a: { kind: "sleep", for: "1m",
    // @ts-expect-error it is "join"
    next: "jion" } } } } })),
];

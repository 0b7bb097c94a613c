/** Mistakes in routers on data: the type of what `on` names says the labels. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "../mistake.ts";
import { d, each, g } from "../vocabulary.ts";

const on = { kind: "router" } as const;

export const dataRouters = [
  mistake("what may be empty is routed without absent", ["UNHANDLED_LABEL", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { ...on, on: "phase",
    // @ts-expect-error "phase" may hold nothing
    routes: { open: "end", shut: "end" } } } })),
  mistake("an open text has labels of its own", ["UNKNOWN_LABEL", "nodes.x.routes.long"], d.defineGraph({ ...g, nodes: { x: { ...on, on: "note", routes: { present: "end", absent: "end",
    // @ts-expect-error any text is only present
    long: "end" } } } })),
  mistake("a router on no field", ["UNKNOWN_CHANNEL", "nodes.x.on"], d.defineGraph({ ...g, nodes: { x: { ...on, routes: { present: "end", absent: "end" },
    // @ts-expect-error mistyped
    on: "item.idd" } } })),
  mistake("a router on a field of what may be null", ["UNKNOWN_CHANNEL", "nodes.x.on"], d.defineGraph({ ...g, nodes: { x: { ...on, routes: { present: "end", absent: "end" },
    // @ts-expect-error "filed" may be null
    on: "filed.id" } } })),
  mistake("a truth is not yes or no", ["UNKNOWN_LABEL", "nodes.x.routes.nope"], d.defineGraph({ ...g, nodes: { x: { ...on, on: "flag", routes: { yes: "end",
    // @ts-expect-error it is "no"
    nope: "end" } } } })),
  mistake("a truth is above something", ["UNKNOWN_FIELD", "nodes.x.above"], d.defineGraph({ ...g, nodes: { x: { ...on, on: "flag", routes: { yes: "end", no: "end" },
    // @ts-expect-error a truth has no size
    above: 1 } } })),
  mistake("a number is above a text", ["WRONG_VALUE", "nodes.x.above"], d.defineGraph({ ...g, nodes: { x: { ...on, on: "count", routes: { above: "end", within: "end" },
    // @ts-expect-error a number is wanted
    above: "5" } } })),
  mistake("a number is above a param that is a text", ["PARAM_TYPE", "nodes.x.above.param"], d.defineGraph({ ...g, params: { limit: "many" }, nodes: { x: { ...on, on: "item.price", routes: { above: "end", within: "end" }, above: {
    // @ts-expect-error "limit" holds a text
    param: "limit" } } } })),
  mistake("within has no target", ["UNHANDLED_LABEL", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { ...on, on: "count", above: 5,
    // @ts-expect-error "within" has no target
    routes: { above: "end" } } } })),
  mistake("a list is absent", ["UNKNOWN_LABEL", "nodes.x.routes.absent"], d.defineGraph({ ...g, nodes: { x: { ...on, on: "spare", routes: { some: "end", empty: "end",
    // @ts-expect-error a list that is not there is empty
    absent: "end" } } } })),
  mistake("an empty list has no target", ["UNHANDLED_LABEL", "nodes.x.routes"], d.defineGraph({ ...g, nodes: { x: { ...on, on: "items",
    // @ts-expect-error "empty" has no target
    routes: { some: "end" } } } })),
  mistake("the length of a list leads to no node", ["UNKNOWN_TARGET", "nodes.x.routes.above"], d.defineGraph({ ...g, nodes: { x: { ...on, on: "log", above: 40, routes: { within: "end",
    // @ts-expect-error there is no node "y"
    above: "y" } } } })),
  mistake("an item goes by a field that leaves", ["UNKNOWN_TARGET", "nodes.x.do.routes.absent"], d.defineGraph({ ...g, nodes: { x: { ...each, collect: {}, do: { kind: "router", on: "item.id", routes: { present: "join",
    // @ts-expect-error inside each every path leads to join
    absent: "end" } } } } })),
  mistake("data fails", ["UNKNOWN_FIELD", "nodes.x.onError"], d.defineGraph({ ...g, nodes: { x: { ...on, on: "flag", routes: { yes: "end", no: "end" },
    // @ts-expect-error nothing of it can fail
    onError: "end" } } })),
];

export const dataRoutersAsAWhole = [
  mistake("what is absent on one way is read", ["READ_BEFORE_WRITE", "nodes.y.args.item"], d.defineGraph({ ...g, input: ["note"], nodes: { x: { ...on, on: "item", routes: { present: "end", absent: "y" } },
    y: { kind: "agent", agent: "writer", writes: "note", next: "end" } } })),
  mistake("a router without absent reads a channel that nothing has written", ["READ_BEFORE_WRITE", "nodes.x.on"], d.defineGraph({ ...g, input: ["note"], nodes: { x: { ...on, on: "mood", routes: { up: "end", down: "end" } } } })),
  mistake("a text of a closed set is the label of nothing", ["RESERVED_LABEL", "nodes.x.on"], d.defineGraph({ ...g, input: ["presence"], nodes: { x: { ...on, on: "presence", routes: { absent: "end", here: "end" } } } })),
];

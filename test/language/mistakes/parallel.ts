/** Mistakes in parallel: its branches and where they lead. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { branch, d, g, write } from "./vocabulary.ts";

export const parallelMistakes = [
  mistake("a branch's label has no target", ["UNHANDLED_LABEL", "nodes.x.branches.a.routes"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { a: { ...branch,
    // @ts-expect-error "no" has no target
    routes: { yes: "join" } } } } } })),
  mistake("a branch leaves for no node", ["UNKNOWN_TARGET", "nodes.x.branches.a.routes.no"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { a: { ...branch, routes: { yes: "join",
    // @ts-expect-error "deny" is not a node
    no: "deny" } } } } } })),
  mistake("a branch waits for a message", ["UNKNOWN_TARGET", "nodes.x.branches.a.routes.no"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { a: { ...branch, routes: { yes: "join",
    // @ts-expect-error it would be undefined which branch the message is for
    no: "wait" } } } } } })),
  mistake("a parallel inside parallel", ["UNKNOWN_KIND", "nodes.x.branches.a.kind"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { a: {
    // @ts-expect-error a longer branch is a subgraph
    kind: "parallel", next: "join", branches: { b: branch } } } } } })),
  mistake("a branch's code is mistyped", ["UNKNOWN_REFERENCE", "nodes.x.branches.a.task"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { a: { kind: "task", with: { max: 3 }, routes: { yes: "join", no: "join" },
    // @ts-expect-error it is "limit"
    task: "limits" } } } } })),
  mistake("a branch's constant has the wrong type", ["CONSTANT_TYPE", "nodes.x.branches.a.with.max"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { a: { ...branch, with: {
    // @ts-expect-error "max" is a number
    max: "three" } } } } } })),
  mistake("after the join it leads nowhere", ["UNKNOWN_TARGET", "nodes.x.next"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", branches: { a: branch },
    // @ts-expect-error "limit" is a task, not a node
    next: "limit" } } })),
  mistake("a parallel is not tried again", ["UNKNOWN_FIELD", "nodes.x.retry"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", branches: { a: branch }, next: "end",
    // @ts-expect-error its branches are
    retry: { maxAttempts: 2 } } } })),
  mistake("a quorum is not a number", ["WRONG_VALUE", "nodes.x.quorum"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", branches: { a: branch, b: branch }, next: "end",
    // @ts-expect-error say how many
    quorum: "one" } } })),
  mistake("a quorum takes a param that is no number", ["PARAM_TYPE", "nodes.x.quorum.param"], d.defineGraph({ ...g, params: { many: "2" }, nodes: { x: { kind: "parallel", branches: { a: branch, b: branch }, next: "end", quorum: {
    // @ts-expect-error it holds a text
    param: "many" } } } })),
  mistake("the param of a quorum is mistyped", ["UNKNOWN_PARAM", "nodes.x.quorum.param"], d.defineGraph({ ...g, params: { many: 1 }, nodes: { x: { kind: "parallel", branches: { a: branch, b: branch }, next: "end", visits: { max: { param: "many" }, next: "end" }, quorum: {
    // @ts-expect-error it is "many"
    param: "mnay" } } } })),
  mistake("branches are missing", ["MISSING_FIELD", "nodes.x.branches"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error say what runs
    x: { kind: "parallel", next: "end" } } })),
];

/** The compiler looks at one branch at a time. */
export const parallelAsAWhole = [
  mistake("two branches write one channel", ["TWO_WRITERS", "nodes.x.branches.b.writes"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: {
    a: { ...write, next: "join" }, b: { ...write, next: "join" } } } } })),
  mistake("a quorum of all branches", ["WRONG_VALUE", "nodes.x.quorum"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { a: branch, b: branch }, quorum: 2 } } })),
  mistake("a quorum of none", ["WRONG_VALUE", "nodes.x.quorum"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { a: branch, b: branch }, quorum: 0 } } })),
  mistake("a param makes a quorum of all branches", ["PARAM_TYPE", "nodes.x.quorum.param"], d.defineGraph({ ...g, params: { many: 3 }, nodes: { x: { kind: "parallel", next: "end", branches: { a: branch, b: branch }, quorum: { param: "many" } } } })),
  mistake("two of three write one channel", ["TWO_WRITERS", "nodes.x.branches.b.writes"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", quorum: 2, branches: {
    a: { ...write, next: "join" }, b: { ...write, next: "join" }, c: branch } } } })),
  mistake("the branch that joins need not write what is read after", ["READ_BEFORE_WRITE", "nodes.y.args.note"], d.defineGraph({ ...g, input: ["item", "count"], nodes: {
    x: { kind: "parallel", next: "y", quorum: 1, branches: { a: { ...write, next: "join" }, b: branch } }, y: { kind: "agent", agent: "helper", writes: "note", next: "end" } } })),
  mistake("there are no branches", ["WRONG_VALUE", "nodes.x.branches"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: {} } } })),
  mistake("a branch's name has a blank", ["BAD_NAME", "nodes.x.branches.a b"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { "a b": branch } } } })),
];

/** Mistakes that show only when the whole graph is walked: no single property is wrong, so only `validate` can report it. */
// biome-ignore-all format: one mistake, one block
import { mistake } from "./mistake.ts";
import { ask, d, g, limit, pay, route, write } from "./vocabulary.ts";

const bare = { id: "g", version: 1, start: "x" } as const;

/** The compiler does not know whether an agent is code. */
const transcriptOfCode = mistake("a transcript of code", ["UNKNOWN_OUTPUT", "nodes.x.transcript"], d.defineGraph({ ...g, nodes: {
  x: { kind: "agent", agent: "writer", transcript: "log", next: "end" } } }));

export const wholeGraph = [
  transcriptOfCode,
  mistake("nothing leads to a node", ["UNREACHABLE_NODE", "nodes.lost"], d.defineGraph({ ...g, nodes: { x: write, lost: write } })),
  mistake("two nodes that only lead to each other", ["UNBOUNDED_CYCLE", "nodes.ping"], d.defineGraph({ ...g, nodes: {
    x: { ...route, routes: { buy: "ping", ask: "end" } }, ping: { ...route, routes: { buy: "pong", ask: "end" } }, pong: { ...write, next: "ping" } } })),
  mistake("an unknown outcome has no target", ["UNHANDLED_UNKNOWN", "nodes.x"], d.defineGraph({ ...g, nodes: {
    x: { kind: "tool", tool: "wire", next: "end" } } })),
  mistake("a form raises a limit that no budget has", ["UNKNOWN_CHANNEL", "nodes.x.writes.edit.budget.usd"], d.defineGraph({ ...g,
    budget: { tokens: 10, next: "x" }, nodes: { x: { ...ask, writes: { edit: { note: "note", "budget.usd": "count" } } } } })),
  mistake("a node that leads to itself", ["UNBOUNDED_CYCLE", "nodes.x"], d.defineGraph({ ...g, nodes: { x: { ...route, routes: { buy: "x", ask: "end" } } } })),
  mistake("a bounded cycle without a way out", ["NO_WAY_OUT", "nodes.x"], d.defineGraph({ ...g, nodes: { x: { ...write, next: "x", visits: { max: 2, next: "x" } } } })),
  mistake("a channel is read before anything writes it", ["READ_BEFORE_WRITE", "nodes.x.args.note"], d.defineGraph({ ...bare, nodes: { x: { kind: "tool", tool: "look", next: "end" } } })),
  mistake("one path does not write what is read", ["READ_BEFORE_WRITE", "nodes.x2.args.item"], d.defineGraph({ ...bare, input: ["note"], nodes: {
    x: { ...route, routes: { buy: "x2", ask: "end" } }, x2: pay } })),
  mistake("a field of a channel is read too early", ["READ_BEFORE_WRITE", "nodes.x.args.text"], d.defineGraph({ ...bare, nodes: {
    x: { kind: "agent", agent: "scorer", args: { text: "item.id" }, next: "end" } } })),
  mistake("a failed step has not written", ["READ_BEFORE_WRITE", "nodes.y.args.note"], d.defineGraph({ ...bare, input: ["item"], nodes: {
    x: { ...pay, writes: "note", onError: { DECLINED: "y", BUSY: "end" }, next: "y" }, y: { kind: "tool", tool: "look", next: "end" } } })),
  mistake("a channel that is kept is empty in the first turn", ["READ_BEFORE_WRITE", "nodes.x.args.note"], d.defineGraph({ ...bare, keeps: ["note"], nodes: {
    x: { kind: "tool", tool: "look", writes: "note", next: "end" } } })),
  mistake("a spent bound leads back into its own cycle", ["UNBOUNDED_CYCLE", "nodes.x"], d.defineGraph({ ...g, nodes: {
    x: { ...route, routes: { buy: "y", ask: "end" } }, y: { ...write, next: "end", visits: { max: 2, next: "x" } } } })),
  mistake("two spent bounds lead to each other", ["UNBOUNDED_CYCLE", "nodes.x"], d.defineGraph({ ...g, nodes: {
    x: { ...write, next: "end", onError: "y", visits: { max: 2, next: "y" } }, y: { ...write, next: "x", visits: { max: 2, next: "x" } } } })),
  mistake("a question may wait for ever", ["NO_FINAL_DEADLINE", "nodes.x"], d.defineGraph({ ...g, nodes: {
    x: { kind: "interrupt", question: "plain", by: ["lead"], decisions: { ok: "end", no: "end" } } } })),
  mistake("a reminder that repeats after the end", ["DEADLINE_ORDER", "nodes.x.deadlines.0.every"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ every: "4h", remind: "lead" }, { after: "4h", next: "end" }] } } })),
  mistake("a deadline is at a text that need not be a time", ["ARGUMENT_TYPE", "nodes.x.deadlines.0.at"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ at: "note", next: "end" }] } } })),
  mistake("the time of a deadline is not written", ["READ_BEFORE_WRITE", "nodes.x.deadlines.0.at"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ at: "dueAt", next: "end" }] } } })),
  mistake("the time of a sleep is not written", ["READ_BEFORE_WRITE", "nodes.x.until"], d.defineGraph({ ...g, nodes: { x: { kind: "sleep", until: "dueAt", next: "end" } } })),
  mistake("a sleep ends at a text that need not be a time", ["ARGUMENT_TYPE", "nodes.x.until"], d.defineGraph({ ...g, nodes: { x: { kind: "sleep", until: "note", next: "end" } } })),
  mistake("a loop of sleeps has no bound", ["UNBOUNDED_CYCLE", "nodes.x"], d.defineGraph({ ...g, nodes: { x: { kind: "sleep", for: "1m", next: "y" }, y: { ...limit, routes: { yes: "end", no: "x" } } } })),
  mistake("a reminder after the end", ["DEADLINE_ORDER", "nodes.x.deadlines.0.after"], d.defineGraph({ ...g, nodes: { x: { ...ask, deadlines: [{ after: "5h", remind: "lead" }, { after: "4h", next: "end" }] } } })),
  mistake("a param is used nowhere", ["UNUSED_PARAM", "params.top"], d.defineGraph({ ...g, params: { top: 5 }, nodes: { x: write } })),
  mistake("a threshold above one", ["WRONG_VALUE", "nodes.x.lowConfidence.below"], d.defineGraph({ ...g, nodes: { x: { ...route, lowConfidence: { below: 75, next: "end" } } } })),
  mistake("no attempt at all", ["WRONG_VALUE", "nodes.x.retry.maxAttempts"], d.defineGraph({ ...g, nodes: { x: { ...write, retry: { maxAttempts: 0 } } } })),
  mistake("a graph's id has a blank", ["BAD_NAME", "id"], d.defineGraph({ ...g, id: "my graph", nodes: { x: write } })),
  mistake("a wait that hears nobody", ["DEAF_WAIT", "nodes.y.routes.yes"], d.defineGraph({ ...bare, input: ["note"], nodes: {
    x: { kind: "subgraph", graph: "plainChild", output: { count: "count" }, next: "y" }, y: { ...limit, routes: { yes: "wait", no: "end" } } } })),
];

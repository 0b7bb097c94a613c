/** Mistakes with what may be missing, with the side of a schema, and with fields where only a channel may stand. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { ask, branch, d, deadlines, each, g, sub, write } from "./vocabulary.ts";

const score = { kind: "agent", agent: "scorer", args: { text: "note" }, next: "end" } as const;
const find = { kind: "agent", agent: "finder", next: "end" } as const;
const measure = { kind: "agent", agent: "measurer", args: { length: "note" }, with: { digits: "2" }, next: "end" } as const;
const say = { kind: "interrupt", question: "say", by: ["lead"], decisions: { words: "end", more: "end" }, deadlines } as const;

export const optional = [
  mistake("an agent that may have no output fills a channel", ["WRITE_TYPE", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { ...find,
    // @ts-expect-error "note" always holds a text
    writes: "note" } } })),
  mistake("a tool that may have no output fills a channel", ["WRITE_TYPE", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { kind: "tool", tool: "find", next: "end",
    // @ts-expect-error as above
    writes: "note" } } })),
  mistake("a task that may have no output fills a channel", ["WRITE_TYPE", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { kind: "task", task: "seek", routes: { done: "end" },
    // @ts-expect-error as above
    writes: "note" } } })),
  mistake("an item's output that may be missing fills a channel", ["WRITE_TYPE", "nodes.x.do.writes"], d.defineGraph({ ...g, nodes: { x: { ...each, do: { ...find, next: "join",
    // @ts-expect-error as above
    writes: "note" } } } })),
  mistake("a branch's output that may be missing fills a channel", ["WRITE_TYPE", "nodes.x.branches.a.writes"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: { b: branch, a: { ...find, next: "join",
    // @ts-expect-error as above
    writes: "note" } } } } })),
  mistake("an output that may be missing fills a list", ["WRITE_TYPE", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { ...find,
    // @ts-expect-error a list holds texts
    writes: "notes" } } })),
  mistake("a channel that may be empty feeds the required argument of its name", ["ARGUMENT_TYPE", "nodes.x"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error "perhaps" may be empty
    x: { kind: "agent", agent: "teller", writes: "note", next: "end" } } })),
  mistake("a channel that may be empty feeds a required argument", ["ARGUMENT_TYPE", "nodes.x.args.text"], d.defineGraph({ ...g, nodes: { x: { ...score, args: {
    // @ts-expect-error "perhaps" may be empty
    text: "perhaps" } } } })),
  mistake("a field of a channel that may be empty feeds a required argument", ["ARGUMENT_TYPE", "nodes.x.args.text"], d.defineGraph({ ...g, nodes: { x: { ...score, args: {
    // @ts-expect-error "order" may be empty
    text: "order.id" } } } })),
  mistake("a field of a channel that may hold null", ["UNKNOWN_CHANNEL", "nodes.x.args.text"], d.defineGraph({ ...g, nodes: { x: { ...score, args: {
    // @ts-expect-error "filed" may be null
    text: "filed.id" } } } })),
  mistake("a channel that may be empty feeds an optional argument of another type", ["ARGUMENT_TYPE", "nodes.x.args.mood"], d.defineGraph({ ...g, nodes: { x: { ...score, args: { text: "note",
    // @ts-expect-error "perhaps" holds any text
    mood: "perhaps" } } } })),
  mistake("items of a list that may be empty of all", ["NOT_A_LIST", "nodes.x.over"], d.defineGraph({ ...g, nodes: { x: { ...each, as: "note", do: { ...write, writes: "note", next: "join" },
    // @ts-expect-error "spare" may hold no list
    over: "spare" } } })),
  mistake("items are collected in a list that may be empty of all", ["NOT_A_LIST", "nodes.x.collect.spare"], d.defineGraph({ ...g, nodes: { x: { ...each, collect: {
    // @ts-expect-error "spare" may hold no list
    spare: "note" } } } })),
  mistake("what an item may not have is collected", ["WRITE_TYPE", "nodes.x.collect.notes"], d.defineGraph({ ...g, nodes: { x: { ...each, do: { ...find, writes: "perhaps", next: "join" }, collect: {
    // @ts-expect-error "perhaps" may be empty
    notes: "perhaps" } } } })),
  mistake("a channel that may be empty is a subgraph's input", ["ARGUMENT_TYPE", "nodes.x.input.note"], d.defineGraph({ ...g, nodes: { x: { ...sub, input: {
    // @ts-expect-error "perhaps" may be empty
    note: "perhaps" } } } })),
  mistake("a field that may be missing of another type", ["WRITE_TYPE", "nodes.x.writes.count"], d.defineGraph({ ...g, nodes: { x: { ...score, writes: {
    // @ts-expect-error "remark" is a text
    count: "remark" } } } })),
  mistake("a form's field that may be missing of another type", ["WRITE_TYPE", "nodes.x.writes.more.count"], d.defineGraph({ ...g, nodes: { x: { ...say, writes: { words: "note", more: {
    // @ts-expect-error "note" is a text
    count: "note" } } } } })),
  mistake("a field of an output that no channel takes", ["WRITE_TYPE", "nodes.x.writes.note"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "judge", next: "end", writes: {
    // @ts-expect-error no channel holds true or false
    note: "isGood" } } } })),
  mistake("a field of an output that is text", ["UNKNOWN_OUTPUT", "nodes.x.writes.note"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "writer", next: "end", writes: {
    // @ts-expect-error a text has no fields
    note: "text" } } } })),
  mistake("a field of a form that is text", ["UNKNOWN_OUTPUT", "nodes.x.writes.words.note"], d.defineGraph({ ...g, nodes: { x: { ...say, writes: { more: { note: "note" }, words: {
    // @ts-expect-error a text has no fields
    note: "text" } } } } })),
];

export const sides = [
  mistake("a transformed argument is given what it is made into", ["ARGUMENT_TYPE", "nodes.x.args.length"], d.defineGraph({ ...g, nodes: { x: { ...measure, args: {
    // @ts-expect-error it is made from a text
    length: "count" } } } })),
  mistake("a transformed argument has no channel", ["MISSING_ARGUMENT", "nodes.x"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error "length" must be said
    x: { kind: "agent", agent: "measurer", with: { digits: "2" }, next: "end" } } })),
  mistake("an argument with a default is given another type", ["ARGUMENT_TYPE", "nodes.x.args.unit"], d.defineGraph({ ...g, nodes: { x: { ...measure, args: { length: "note",
    // @ts-expect-error "unit" is a text
    unit: "count" } } } })),
  mistake("a transformed constant is given what it is made into", ["CONSTANT_TYPE", "nodes.x.with.digits"], d.defineGraph({ ...g, nodes: { x: { ...measure, with: {
    // @ts-expect-error it is made from a text
    digits: 2 } } } })),
];

export const fieldsForChannels = [
  mistake("an output goes to a field", ["UNKNOWN_CHANNEL", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { ...write,
    // @ts-expect-error "item" is the channel
    writes: "item.id" } } })),
  mistake("a field of an output goes to a field", ["UNKNOWN_CHANNEL", "nodes.x.writes.item.id"], d.defineGraph({ ...g, nodes: { x: { ...score, writes: {
    // @ts-expect-error "item" is the channel
    "item.id": "text" } } } })),
  mistake("a person is shown a field", ["UNKNOWN_CHANNEL", "nodes.x.shows.0"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error "item" is the channel
    shows: ["item.id"] } } })),
  mistake("a decision is bound to a field", ["UNKNOWN_CHANNEL", "nodes.x.bind.0"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error "item" is the channel
    bind: ["item.id"] } } })),
  mistake("items of a field", ["UNKNOWN_CHANNEL", "nodes.x.over"], d.defineGraph({ ...g, nodes: { x: { ...each,
    // @ts-expect-error "item" is the channel
    over: "item.id" } } })),
  mistake("an item is held by a field", ["UNKNOWN_CHANNEL", "nodes.x.as"], d.defineGraph({ ...g, nodes: { x: { ...each,
    // @ts-expect-error "item" is the channel
    as: "item.id" } } })),
  mistake("a field is an input", ["UNKNOWN_CHANNEL", "input.1"], d.defineGraph({ ...g,
    // @ts-expect-error "item" is the channel
    input: ["item", "item.id"],
    nodes: { x: write } })),
  mistake("a field is kept", ["UNKNOWN_CHANNEL", "keeps.0"], d.defineGraph({ ...g,
    // @ts-expect-error "item" is the channel
    keeps: ["item.id"],
    nodes: { x: write } })),
];

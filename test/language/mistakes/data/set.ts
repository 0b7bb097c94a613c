/** Mistakes in set nodes: each is refused at its operand. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "../mistake.ts";
import { d, each, g } from "../vocabulary.ts";

const set = { kind: "set", next: "end" } as const;

export const setMistakes = [
  mistake("the label of an empty list has no target", ["MISSING_FIELD", "nodes.x.values.note.empty"], d.defineGraph({ ...g, nodes: { x: { ...set, values: {
    // @ts-expect-error empty is missing
    note: { first: "lines" } } } } })),
  mistake("an empty list leads to no node", ["UNKNOWN_TARGET", "nodes.x.values.note.empty"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { note: { first: "lines",
    // @ts-expect-error there is no node "y"
    empty: "y" } } } } })),
  mistake("the first item of what is no list", ["NOT_A_LIST", "nodes.x.values.note.first"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { note: {
    // @ts-expect-error "count" is a number
    first: "count", empty: "end" } } } } })),
  mistake("the first item has another type", ["WRITE_TYPE", "nodes.x.values.note.first"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { note: {
    // @ts-expect-error its items are objects
    first: "items", empty: "end" } } } } })),
  mistake("a copy of another type", ["WRITE_TYPE", "nodes.x.values.note.from"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { note: {
    // @ts-expect-error a number is no text
    from: "item.price" } } } } })),
  mistake("a copy of no channel", ["UNKNOWN_CHANNEL", "nodes.x.values.note.from"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { note: {
    // @ts-expect-error mistyped
    from: "nota" } } } } })),
  mistake("a copy of no field", ["UNKNOWN_CHANNEL", "nodes.x.values.note.from"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { note: {
    // @ts-expect-error mistyped
    from: "item.ide" } } } } })),
  mistake("a text for a number", ["WRITE_TYPE", "nodes.x.values.count.text"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { count: {
    // @ts-expect-error "count" takes a number
    text: "three" } } } } })),
  mistake("a text for a closed set", ["WRITE_TYPE", "nodes.x.values.mood.text"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { mood: {
    // @ts-expect-error "mood" takes "up" or "down"
    text: "{note}" } } } } })),
  mistake("a constant of another type", ["CONSTANT_TYPE", "nodes.x.values.count.value"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { count: {
    // @ts-expect-error a text is no number
    value: "3" } } } } })),
  mistake("a constant outside a closed set", ["CONSTANT_TYPE", "nodes.x.values.mood.value"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { mood: {
    // @ts-expect-error "mood" is "up" or "down"
    value: "sideways" } } } } })),
  mistake("a param of another type", ["PARAM_TYPE", "nodes.x.values.count.value.param"], d.defineGraph({ ...g, params: { words: "many" }, nodes: { x: { ...set, values: { count: { value: {
    // @ts-expect-error "words" holds a text
    param: "words" } } } } } })),
  mistake("no such channel", ["UNKNOWN_CHANNEL", "nodes.x.values.nota"], d.defineGraph({ ...g, nodes: { x: { ...set, values: {
    // @ts-expect-error mistyped
    nota: { value: "text" } } } } })),
  mistake("no such operation", ["UNKNOWN_FIELD", "nodes.x.values.note.form"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { note: {
    // @ts-expect-error mistyped
    form: "note" } } } } })),
  mistake("a field of an object of another type", ["WRITE_TYPE", "nodes.x.values.item.object.price"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { item: { object: { id: "note",
    // @ts-expect-error a text is no number
    price: "note" } } } } } })),
  mistake("a field that an object must have", ["WRITE_TYPE", "nodes.x.values.item.object"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { item: {
    // @ts-expect-error "price" is missing
    object: { id: "note" } } } } } })),
  mistake("a field that an object does not have", ["WRITE_TYPE", "nodes.x.values.item.object.prize"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { item: { object: { id: "note", price: "count",
    // @ts-expect-error mistyped
    prize: "count" } } } } } })),
  mistake("a field that must be there is taken from what may not be", ["WRITE_TYPE", "nodes.x.values.item.object.id"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { item: { object: { price: "count",
    // @ts-expect-error "perhaps" may be empty
    id: "perhaps" } } } } } })),
  mistake("an item of another type", ["WRITE_TYPE", "nodes.x.values.lines.list.1"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { lines: { list: ["note",
    // @ts-expect-error a number is no text
    "count"] } } } } })),
  mistake("items of another type", ["WRITE_TYPE", "nodes.x.values.lines.list.0"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { lines: { list: [
    // @ts-expect-error its items are objects
    "items"] } } } } })),
  mistake("the rest of a list of another type", ["WRITE_TYPE", "nodes.x.values.lines.rest"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { lines: {
    // @ts-expect-error its items are objects
    rest: "items" } } } } })),
  mistake("clear is said to be false", ["WRONG_VALUE", "nodes.x.values.note.clear"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { note: {
    // @ts-expect-error leave the line out
    clear: false } } } } })),
  mistake("an item's list is empty and leaves", ["UNKNOWN_TARGET", "nodes.x.do.values.note.empty"], d.defineGraph({ ...g, nodes: { x: { ...each, do: { kind: "set", next: "join", values: {
    // @ts-expect-error inside each every path leads to join
    note: { first: "lines", empty: "end" } } } } } })),
  mistake("a set has errors", ["UNKNOWN_FIELD", "nodes.x.onError"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { note: { value: "text" } },
    // @ts-expect-error nothing of it can fail
    onError: "end" } } })),
];

export const setAsAWhole = [
  mistake("nothing is set", ["WRONG_VALUE", "nodes.x.values"], d.defineGraph({ ...g, nodes: { x: { ...set, values: {} } } })),
  mistake("a text names no channel", ["UNKNOWN_CHANNEL", "nodes.x.values.note.text"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { note: { text: "of {nota}" } } } } })),
  mistake("a list that appends is set to a part of itself", ["WRITE_TYPE", "nodes.x.values.notes.rest"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { notes: { rest: "notes" } } } } })),
  mistake("a copy of a channel that nothing has written", ["READ_BEFORE_WRITE", "nodes.x.values.note.from"], d.defineGraph({ ...g, input: ["item"], nodes: { x: { ...set, values: { note: { from: "note" } } } } })),
  mistake("a channel is read that was cleared", ["READ_BEFORE_WRITE", "nodes.y.args.item"], d.defineGraph({ ...g, nodes: { x: { ...set, values: { item: { clear: true } }, next: "y" }, y: { kind: "agent", agent: "writer", writes: "note", next: "end" } } })),
  mistake("two branches write and clear one channel", ["TWO_WRITERS", "nodes.x.branches.b.writes"], d.defineGraph({ ...g, nodes: { x: { kind: "parallel", next: "end", branches: {
    a: { kind: "set", values: { note: { value: "text" } }, next: "join" }, b: { kind: "set", values: { note: { clear: true } }, next: "join" } } } } })),
];

/** Mistakes in what is read and written. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { ask, d, g, pay, write } from "./vocabulary.ts";

const score = { kind: "agent", agent: "scorer", args: { text: "note" }, next: "end" } as const;

export const dataFlow = [
  mistake("a channel is mistyped", ["UNKNOWN_CHANNEL", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { ...write,
    // @ts-expect-error "noet" is not a channel
    writes: "noet" } } })),
  mistake("a channel holds something else", ["WRITE_TYPE", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { ...write,
    // @ts-expect-error the agent writes text, "count" holds a number
    writes: "count" } } })),
  mistake("null slips into text", ["WRITE_TYPE", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "unsure", next: "end",
    // @ts-expect-error string | null does not fit string
    writes: "note" } } })),
  mistake("a field goes to the wrong channel", ["WRITE_TYPE", "nodes.x.writes.note"], d.defineGraph({ ...g, nodes: { x: { ...score, writes: {
    // @ts-expect-error "score" is a number
    note: "score" } } } })),
  mistake("a field of the output is mistyped", ["UNKNOWN_OUTPUT", "nodes.x.writes.note"], d.defineGraph({ ...g, nodes: { x: { ...score, writes: {
    // @ts-expect-error it is "text"
    note: "txt" } } } })),
  mistake("a channel in writes is mistyped", ["UNKNOWN_CHANNEL", "nodes.x.writes.cuont"], d.defineGraph({ ...g, nodes: { x: { ...score, writes: { note: "text",
    // @ts-expect-error "cuont" is not a channel
    cuont: "score" } } } })),
  mistake("the whole of an object into text", ["WRITE_TYPE", "nodes.x.writes"], d.defineGraph({ ...g, nodes: { x: { ...score,
    // @ts-expect-error the output is an object
    writes: "note" } } })),
  mistake("an argument has no channel of its name", ["MISSING_ARGUMENT", "nodes.x"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error "text" must be said
    x: { kind: "agent", agent: "scorer", next: "end" } } })),
  mistake("an argument's channel is mistyped", ["UNKNOWN_CHANNEL", "nodes.x.args.text"], d.defineGraph({ ...g, nodes: { x: { ...score, args: {
    // @ts-expect-error "nota" is not a channel
    text: "nota" } } } })),
  mistake("an argument's channel holds something else", ["ARGUMENT_TYPE", "nodes.x.args.text"], d.defineGraph({ ...g, nodes: { x: { ...score, args: {
    // @ts-expect-error "count" holds a number
    text: "count" } } } })),
  mistake("a channel has no such field", ["UNKNOWN_CHANNEL", "nodes.x.args.text"], d.defineGraph({ ...g, nodes: { x: { ...score, args: {
    // @ts-expect-error it is "item.id"
    text: "item.idd" } } } })),
  mistake("a field holds something else", ["ARGUMENT_TYPE", "nodes.x.args.text"], d.defineGraph({ ...g, nodes: { x: { ...score, args: {
    // @ts-expect-error "item.price" is a number
    text: "item.price" } } } })),
  mistake("an open text for a closed set", ["ARGUMENT_TYPE", "nodes.x.args.mood"], d.defineGraph({ ...g, nodes: { x: { ...score, args: { text: "note",
    // @ts-expect-error "note" may be any text
    mood: "note" } } } })),
  mistake("null for text", ["ARGUMENT_TYPE", "nodes.x.args.text"], d.defineGraph({ ...g, nodes: { x: { ...score, args: {
    // @ts-expect-error "maybe" may be null
    text: "maybe" } } } })),
  mistake("the code takes no such argument", ["UNKNOWN_ARGUMENT", "nodes.x.args.items"], d.defineGraph({ ...g, nodes: { x: { ...pay, args: {
    // @ts-expect-error it is "item"
    items: "item" } } } })),
  mistake("a task's output goes nowhere", ["UNPLACED_OUTPUT", "nodes.x"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error say where the summary goes
    x: { kind: "task", task: "summary", routes: { done: "end" } } } })),
  mistake("code without an output writes", ["UNKNOWN_OUTPUT", "nodes.x.writes"], d.defineGraph({ ...g,
    nodes: { x: { kind: "task", task: "limit", with: { max: 3 }, routes: { yes: "end", no: "end" },
      // @ts-expect-error the task gives only a label
      writes: "note" } } })),
  mistake("a form goes nowhere", ["UNPLACED_FORM", "nodes.x"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error "edit" brings a form
    x: { kind: "interrupt", question: "ask", by: ["lead"], decisions: { yes: "end", edit: "end" }, deadlines: [{ after: "1h", next: "end" }] } } })),
  mistake("a form's field is mistyped", ["UNKNOWN_OUTPUT", "nodes.x.writes.edit.note"], d.defineGraph({ ...g, nodes: { x: { ...ask, writes: { edit: {
    // @ts-expect-error it is "note"
    note: "nota" } } } } })),
  mistake("a form's field goes to the wrong channel", ["WRITE_TYPE", "nodes.x.writes.edit.note"], d.defineGraph({ ...g, nodes: { x: { ...ask, writes: { edit: {
    // @ts-expect-error "count" is a number
    note: "count" } } } } })),
  mistake("a decision without a form writes", ["UNKNOWN_LABEL", "nodes.x.writes.yes"], d.defineGraph({ ...g, nodes: { x: { ...ask, writes: { edit: { note: "note" },
    // @ts-expect-error "yes" brings no form
    yes: { note: "note" } } } } })),
  mistake("a person is shown no such channel", ["UNKNOWN_CHANNEL", "nodes.x.shows.0"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error "nots" is not a channel
    shows: ["nots"] } } })),
  mistake("a decision is bound to no such channel", ["UNKNOWN_CHANNEL", "nodes.x.bind.0"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error "price" is not a channel
    bind: ["price"] } } })),
  mistake("the input is not a channel", ["UNKNOWN_CHANNEL", "input.1"], d.defineGraph({ ...g,
    // @ts-expect-error "massage" is not a channel
    input: ["item", "massage"],
    nodes: { x: write } })),
  mistake("the output is not a channel", ["UNKNOWN_CHANNEL", "output.0"], d.defineGraph({ ...g,
    // @ts-expect-error "answer" is not a channel
    output: ["answer"],
    nodes: { x: write } })),
  mistake("what is kept is not a channel", ["UNKNOWN_CHANNEL", "keeps.0"], d.defineGraph({ ...g,
    // @ts-expect-error "logs" is not a channel
    keeps: ["logs"],
    nodes: { x: write } })),
];

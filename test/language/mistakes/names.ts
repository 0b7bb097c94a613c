/** Mistakes in names and in the shape of the declaration. */
// biome-ignore-all format: one mistake, one block; the wrong property is alone on its line
import { mistake } from "./mistake.ts";
import { ask, d, g, write } from "./vocabulary.ts";

const head = { id: "g", version: 1, input: ["item"] } as const;

export const names = [
  mistake("a kind is mistyped", ["UNKNOWN_KIND", "nodes.x.kind"], d.defineGraph({ ...g, nodes: { x: {
    // @ts-expect-error it is "agent"
    kind: "agnet", agent: "writer", writes: "note", next: "end" } } })),
  mistake("an agent is mistyped", ["UNKNOWN_REFERENCE", "nodes.x.agent"], d.defineGraph({ ...g, nodes: { x: { kind: "agent",
    // @ts-expect-error it is "writer"
    agent: "riter", next: "end" } } })),
  mistake("a router is mistyped", ["UNKNOWN_REFERENCE", "nodes.x.router"], d.defineGraph({ ...g, nodes: { x: { kind: "router",
    // @ts-expect-error it is "intent"
    router: "intend", routes: { buy: "end", ask: "end" } } } })),
  mistake("a tool is mistyped", ["UNKNOWN_REFERENCE", "nodes.x.tool"], d.defineGraph({ ...g, nodes: { x: { kind: "tool",
    // @ts-expect-error it is "pay"
    tool: "pya", onError: { DECLINED: "end", BUSY: "end" }, next: "end" } } })),
  mistake("a task is mistyped", ["UNKNOWN_REFERENCE", "nodes.x.task"], d.defineGraph({ ...g, nodes: { x: { kind: "task",
    // @ts-expect-error it is "limit"
    task: "limits", with: { max: 1 }, routes: { yes: "end", no: "end" } } } })),
  mistake("a question is mistyped", ["UNKNOWN_REFERENCE", "nodes.x.question"], d.defineGraph({ ...g, nodes: { x: { ...ask,
    // @ts-expect-error it is "ask"
    question: "asks" } } })),
  mistake("a model is mistyped", ["UNKNOWN_REFERENCE", "nodes.x.model"], d.defineGraph({ ...g, nodes: { x: { ...write,
    // @ts-expect-error it is "fast"
    model: "fats" } } })),
  mistake("a fallback model is mistyped", ["UNKNOWN_REFERENCE", "nodes.x.fallback.1"], d.defineGraph({ ...g, nodes: { x: { ...write,
    // @ts-expect-error it is "fast"
    fallback: ["strong", "fats"] } } })),
  mistake("a field is mistyped", ["UNKNOWN_FIELD", "nodes.x.write"], d.defineGraph({ ...g, nodes: { x: { kind: "agent", agent: "writer", next: "end",
    // @ts-expect-error it is "writes"
    write: "note" } } })),
  mistake("a field of the graph is mistyped", ["UNKNOWN_FIELD", "inputs"], d.defineGraph({ id: "g", version: 1, start: "x",
    // @ts-expect-error it is "input"
    inputs: ["item"],
    nodes: { x: write } })),
  mistake("a person has no timeout", ["UNKNOWN_FIELD", "nodes.x.timeout"], d.defineGraph({ ...g, nodes: { x: { ...ask, 
    // @ts-expect-error a question has deadlines
    timeout: "30s" } } })),
  mistake("next is missing", ["MISSING_FIELD", "nodes.x.next"], d.defineGraph({ ...g, nodes: {
    // @ts-expect-error say where it goes
    x: { kind: "agent", agent: "writer", writes: "note" } } })),
  mistake("one target for all errors of a tool", ["WRONG_VALUE", "nodes.x.onError"], d.defineGraph({ ...g, nodes: { x: { kind: "tool", tool: "pay", next: "end",
    // @ts-expect-error each code is a decision
    onError: "end" } } })),
  mistake("a node has a channel's name", ["NAME_IS_CHANNEL", "nodes.note"], d.defineGraph({ ...head, start: "note", nodes: {
    // @ts-expect-error "note" is a channel
    note: write } })),
  mistake("a node has a reserved name", ["RESERVED_NAME", "nodes.wait"], d.defineGraph({ ...head, start: "wait", nodes: {
    // @ts-expect-error "wait" is a target of the language
    wait: write } })),
  mistake("a node's name has a blank", ["BAD_NAME", "nodes.write it"], d.defineGraph({ ...head, start: "write it", nodes: {
    // @ts-expect-error no blanks
    "write it": write } })),
  mistake("a node's name looks like a label", ["RESERVED_NAME", "nodes.handoff:x"], d.defineGraph({ ...head, start: "handoff:x", nodes: {
    // @ts-expect-error "handoff:x" is a label
    "handoff:x": write } })),
];

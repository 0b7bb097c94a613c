/** A graph of any number of nodes of all kinds, as source text: for measuring what the compiler and the language make of it. */

const kinds: readonly ((next: string) => string)[] = [
  (next) => `{ kind: "agent", agent: "writer", writes: "note", next: "${next}" }`,
  (next) => `{ kind: "tool", tool: "pay", onError: { DECLINED: "end", BUSY: "end" }, next: "${next}" }`,
  (next) => `{ kind: "task", task: "limit", with: { max: 3 }, routes: { yes: "${next}", no: "end" } }`,
  (next) => `{ kind: "router", router: "intent", routes: { buy: "${next}", ask: "end" }, lowConfidence: { below: 0.5, next: "end" } }`,
  (next) =>
    `{ kind: "interrupt", question: "ask", by: ["lead"], shows: ["note"], decisions: { yes: "${next}", edit: "end" }, writes: { edit: { note: "note" } }, deadlines: [{ after: "4h", next: "end" }] }`,
  (next) => `{ kind: "subgraph", graph: "child", output: { note: "hint" }, routes: { good: "${next}", bad: "end" } }`,
  (next) => `{ kind: "router", on: "mood", routes: { up: "${next}", down: "end" } }`,
  (next) =>
    `{ kind: "each", over: "items", as: "item", do: { kind: "agent", agent: "writer", writes: "note", next: "join" }, collect: { notes: "note" }, next: "${next}" }`,
  (next) =>
    `{ kind: "parallel", branches: { a: { kind: "task", task: "limit", with: { max: 3 }, routes: { yes: "join", no: "end" } } }, next: "${next}" }`,
];

const nameOf = (index: number) => `step${index}`;

/** An object literal on the vocabulary of test/mistakes. */
export function largeGraph(count: number): string {
  const nodes = Array.from({ length: count }, (_, index) => {
    const next = index + 1 < count ? nameOf(index + 1) : "end";
    return `    ${nameOf(index)}: ${kinds[index % kinds.length]?.(next)},`;
  });
  return `{ id: "large", version: 1, start: "${nameOf(0)}", input: ["item", "note", "count", "mood", "items"], nodes: {\n${nodes.join("\n")}\n} }`;
}

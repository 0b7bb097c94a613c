/** What tsc prints for a node that lacks a property: one line that begins with the property, not every node there could be. */
import { expect, test } from "vitest";
import { virtualProgram } from "../support/virtual-program.ts";

/** What is missing → the node. */
const lacking = {
  "next of an agent": ["next", 'kind: "agent", agent: "writer", writes: "note"'],
  "args of an agent": ["args", 'kind: "agent", agent: "scorer", next: "end"'],
  "with of an agent": ["with", 'kind: "agent", agent: "measurer", args: { length: "note" }, next: "end"'],
  "next of a tool": ["next", 'kind: "tool", tool: "look", writes: "note"'],
  "onError of a tool": ["onError", 'kind: "tool", tool: "pay", next: "end"'],
  "routes of a task": ["routes", 'kind: "task", task: "limit", with: { max: 3 }'],
  "a label of a task": ["no", 'kind: "task", task: "limit", with: { max: 3 },\n routes: { yes: "end" }'],
  "with of a task": ["with", 'kind: "task", task: "limit", routes: { yes: "end", no: "end" }'],
  "writes of a task": ["writes", 'kind: "task", task: "summary", routes: { done: "end" }'],
  "routes of a router": ["routes", 'kind: "router", router: "intent"'],
  "routes of a router on a channel": ["routes", 'kind: "router", on: "mood"'],
  "decisions of an interrupt": ["decisions", 'kind: "interrupt", question: "plain", by: ["lead"]'],
  "by of an interrupt": ["by", 'kind: "interrupt", question: "plain", decisions: { ok: "end", no: "end" }'],
  "writes of an interrupt": ["writes", 'kind: "interrupt", question: "ask", by: ["lead"], decisions: { yes: "end", edit: "end" }'],
  "routes of a subgraph": ["routes", 'kind: "subgraph", graph: "child"'],
  "next of a subgraph": ["next", 'kind: "subgraph", graph: "plainChild"'],
  "input of a subgraph": ["input", 'kind: "subgraph", graph: "byHand", next: "end"'],
  "branches of a parallel": ["branches", 'kind: "parallel", next: "end"'],
} as const;

const fileOf = (index: number) => `test/language/lacking-${index}.ts`;
const textOf = (node: string) =>
  `import { d, g } from "./mistakes/vocabulary.ts";\nexport const graph = d.defineGraph({ ...g,\n nodes: { x: { ${node} } } });\n`;
const program = virtualProgram(Object.fromEntries(Object.values(lacking).map(([, node], index) => [fileOf(index), textOf(node)])));

test.each(Object.entries(lacking).map(([name, [key]], index) => [name, key, index] as const))("%s", (_, key, index) => {
  const messages = program.messagesOf(fileOf(index));
  expect(messages.map(({ text }) => text.slice(0, 40))).toEqual([
    expect.stringMatching(new RegExp(`^Property '${key}' is missing in type`)),
  ]);
  const [{ text, line }] = messages as [(typeof messages)[0]];
  expect(text).not.toContain("\n");
  expect(text.length).toBeLessThan(450);
  expect(line).toBe(key === "no" ? 4 : 3);
});

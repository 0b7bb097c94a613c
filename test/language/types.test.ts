/** The types stay light, and what tsc prints stays readable. */
import { expect, test } from "vitest";
import { largeGraph } from "../fixtures/large-graph.ts";
import { virtualProgram } from "../support/virtual-program.ts";

const head = 'import { d } from "./mistakes/vocabulary.ts";\n';
const typed = "test/language/typed-graph.ts";
const untyped = "test/language/untyped-graph.ts";
const wrong = "test/language/wrong-graph.ts";

const program = virtualProgram({
  [untyped]: `${head}export const small = d.defineGraph(${largeGraph(1)});\nexport const graph = ${largeGraph(100)};\n`,
  [typed]: `${head}export const graph = d.defineGraph(${largeGraph(100)});\n`,
  [wrong]: `${head}export const graph = d.defineGraph(${largeGraph(5).replace('writes: "note"', 'writes: "noted"').replace('task: "limit"', 'task: "limti"').replace('yes: "step3"', 'yes: "step33"').replace('shows: ["note"]', 'shows: ["notes2"]')});\n`,
});

test("100 nodes of mixed kinds cost less than twice the same object without types", () => {
  expect(program.messagesOf(untyped)).toEqual([]);
  const without = program.instantiations();
  expect(program.messagesOf(typed)).toEqual([]);
  const ratio = program.instantiations() / without;
  console.info(`type instantiations: ${without} without types, ${program.instantiations()} with, ${ratio.toFixed(2)} times`);
  expect(ratio).toBeLessThan(2);
});

test("a mistake is reported in under 5 lines, with the nearest name", () => {
  const messages = program.messagesOf(wrong);
  expect(messages.map(({ text }) => text)).toEqual([
    expect.stringMatching(/"noted".*Did you mean '"note"'\?/),
    expect.stringMatching(/"limti".*Did you mean '"limit"'\?/),
    expect.stringMatching(/"step33".*Did you mean '"step3"'\?/),
    expect.stringMatching(/"notes2".*Did you mean '"notes"'\?/),
  ]);
  for (const { text } of messages) expect(text.split("\n").length).toBeLessThan(5);
  expect(messages.map(({ line, text }) => `line ${line}: ${text}`).join("\n")).toMatchSnapshot();
});

/** The research desk's search: the right passage out of its own corpus, and none for unknown words. */
import { expect, it } from "vitest";
import { corpus } from "../../../graphs/research-desk/corpus.ts";
import { indexPassages } from "../../../graphs/research-desk/search.ts";
import { stemOf, termsOf } from "../../../graphs/research-desk/terms.ts";

const articles = indexPassages(corpus.articles);

it.each([
  ["wooden staff on the line", "Single lines, 2"],
  ["notches called tappets", "Interlocking, 3"],
  ["the weak current in the rails", "Block working, 5"],
  ["working hours of the technician", "People, 2"],
])("%s → %s", (query, source) => {
  expect(articles(query, 1)).toMatchObject([{ source }]);
});

it("finds nothing where no word occurs", () => {
  expect(articles("quantum entanglement", 3)).toEqual([]);
  expect(articles("what is the", 3)).toEqual([]);
});

it("finds other forms of a word", () => {
  expect(["signals", "signalling", "signalled"].map(stemOf)).toEqual(["signal", "signal", "signal"]);
  expect(termsOf("Which signals, and whose signalling?")).toEqual(["signals", "whose"]);
});

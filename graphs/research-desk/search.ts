/** Finds the passages that say most about some words: BM25 over stems. */
import type { Passage } from "./corpus.ts";
import { stemsOf } from "./terms.ts";

/** How soon a repeated word stops counting, and how much a long passage is marked down: the usual values. */
const SATURATION = 1.2;
const LENGTH_PENALTY = 0.75;

type Search = (query: string, count: number) => Passage[];

/** The best passages, in the order of the shelf; those without any of the words never. */
export function indexPassages(passages: readonly Passage[]): Search {
  const documents = passages.map(({ source, text }) => stemsOf(`${source} ${text}`));
  const meanLength = documents.reduce((sum, stems) => sum + stems.length, 0) / (documents.length || 1);
  const holding = (stem: string) => documents.filter((stems) => stems.includes(stem)).length;

  return (query, count) => {
    const weights = [...new Set(stemsOf(query))].map((stem) => ({ stem, weight: rarity(holding(stem), documents.length) }));
    return documents
      .map((stems, at) => ({ at, score: weights.reduce((sum, { stem, weight }) => sum + weight * presence(stem, stems, meanLength), 0) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score || one.at - other.at)
      .slice(0, count)
      .sort((one, other) => one.at - other.at)
      .flatMap(({ at }) => passages[at] ?? []);
  };
}

const rarity = (holding: number, all: number): number => Math.log(1 + (all - holding + 0.5) / (holding + 0.5));

function presence(stem: string, stems: readonly string[], meanLength: number): number {
  const times = stems.filter((other) => other === stem).length;
  return (times * (SATURATION + 1)) / (times + SATURATION * (1 - LENGTH_PENALTY + (LENGTH_PENALTY * stems.length) / meanLength));
}

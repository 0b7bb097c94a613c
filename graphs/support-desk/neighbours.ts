/** Finds the stored texts most like another one: cosine similarity of tf-idf vectors through an inverted index. */

export interface Neighbour {
  /** Position among the stored texts. */
  readonly at: number;
  /** 0..1 */
  readonly similarity: number;
}
/** The most similar first, at most `count`. `without` leaves one stored text out: what leave-one-out needs. */
type FindNeighbours = (text: string, count: number, without?: number) => Neighbour[];

const PIECE = 4;

/** Words and the four-letter pieces of each word, so that "paying" is near "payment". */
function featuresOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z0-9]+(?:'[a-z]+)?/g) ?? [];
  return new Set([...words, ...words.flatMap(piecesOf)]);
}

function piecesOf(word: string): string[] {
  const marked = `^${word}$`;
  return Array.from({ length: Math.max(0, marked.length - PIECE + 1) }, (_, at) => `#${marked.slice(at, at + PIECE)}`);
}

export function indexTexts(texts: readonly string[]): FindNeighbours {
  const documents = texts.map(featuresOf);
  const seenIn = new Map<string, number>();
  for (const features of documents) for (const feature of features) seenIn.set(feature, (seenIn.get(feature) ?? 0) + 1);

  /** A feature never seen counts in the length: unknown words make a text less like everything. */
  const vectorOf = (features: ReadonlySet<string>): (readonly [string, number])[] => {
    const weights = [...features].map((feature) => [feature, Math.log((1 + texts.length) / (1 + (seenIn.get(feature) ?? 0)))] as const);
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
    return weights.map(([feature, weight]) => [feature, weight / length]);
  };

  const postings = new Map<string, [at: number, weight: number][]>();
  documents.forEach((features, at) => {
    for (const [feature, weight] of vectorOf(features)) {
      const posting = postings.get(feature);
      if (posting) posting.push([at, weight]);
      else postings.set(feature, [[at, weight]]);
    }
  });

  return (text, count, without) => {
    const similarities = new Float64Array(texts.length);
    for (const [feature, weight] of vectorOf(featuresOf(text)))
      for (const [at, other] of postings.get(feature) ?? []) similarities[at] = (similarities[at] ?? 0) + weight * other;
    if (without !== undefined) similarities[without] = 0;
    return highest(similarities, count);
  };
}

function highest(similarities: Float64Array, count: number): Neighbour[] {
  const best: Neighbour[] = [];
  similarities.forEach((similarity, at) => {
    const lowest = best.length < count ? 0 : (best.at(-1)?.similarity ?? 0);
    if (similarity <= lowest) return;
    const place = best.findIndex((neighbour) => neighbour.similarity < similarity);
    best.splice(place < 0 ? best.length : place, 0, { at, similarity });
    best.length = Math.min(best.length, count);
  });
  return best;
}

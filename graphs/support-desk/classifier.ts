/** A simple classifier: nearest neighbours, with a confidence fitted on the examples themselves. No model, no network, no randomness. */
import type { Choice } from "../../language/registry/registry.ts";
import { indexTexts, type Neighbour } from "./neighbours.ts";

/** One utterance and its label. Undefined means "out of scope": it pulls the confidence down and is never a choice. */
interface Labelled<L extends string> {
  readonly text: string;
  readonly label: L | undefined;
}
type Classify<L extends string> = (text: string) => readonly Choice<L>[];

const NEIGHBOURS = 10;
/** Every fifth example is enough to fit two numbers. The few out-of-scope ones are all used. */
const FIT_EVERY = 5;
const FIT_ROUNDS = 12;

/**
 * Trained at load, in a fraction of a second for 3,000 examples. The choices come best first.
 *
 * Confidence: each example is classified without itself, and a logistic curve is laid through (evidence, was it right). So 0.8 means: of the examples
 * with this much evidence, 8 in 10 were right. It holds for requests like the examples, in their mix of in and out of scope; docs/guide/support-desk.md has the measurement.
 *
 * @example const classify = trainClassifier(["cards", "payments"], examples); classify("my card was stolen")[0] // { label: "cards", confidence: 0.97 }
 */
export function trainClassifier<const L extends string>(labels: readonly L[], examples: readonly Labelled<NoInfer<L>>[]): Classify<L> {
  const find = indexTexts(examples.map(({ text }) => text));
  const evidenceOf = (text: string, without?: number) =>
    evidenceFor(
      labels,
      find(text, NEIGHBOURS, without).map((near) => ({ ...near, label: examples[near.at]?.label })),
    );
  const points = examples.flatMap(({ text, label }, at) => {
    if (label !== undefined && at % FIT_EVERY !== 0) return [];
    const best = evidenceOf(text, at)[0];
    return best ? [{ evidence: best.evidence, right: best.label === label }] : [];
  });
  const confidenceOf = fitCurve(points);
  return (text) => evidenceOf(text).map(({ label, evidence }) => ({ label, confidence: confidenceOf(evidence) }));
}

interface Evidence<L extends string> {
  readonly label: L;
  /** 0..1, not yet a probability. */
  readonly evidence: number;
}

/** A label's share of the neighbours' squared similarity × the mean similarity of its three nearest: agreement × closeness. */
function evidenceFor<L extends string>(labels: readonly L[], neighbours: readonly (Neighbour & { label: L | undefined })[]): Evidence<L>[] {
  const massOf = (some: readonly Neighbour[]) => some.reduce((sum, { similarity }) => sum + similarity ** 2, 0);
  const all = massOf(neighbours) || 1;
  return labels
    .map((label) => {
      const own = neighbours.filter((neighbour) => neighbour.label === label);
      const closeness = own.slice(0, 3).reduce((sum, { similarity }) => sum + similarity, 0) / 3;
      return { label, evidence: (massOf(own) / all) * closeness };
    })
    .sort((a, b) => b.evidence - a.evidence);
}

/** Platt's scaling: a logistic curve through the points, by Newton's method on its two numbers. */
function fitCurve(points: readonly { evidence: number; right: boolean }[]): (evidence: number) => number {
  let [offset, slope] = [0, 0];
  const curve = (evidence: number) => 1 / (1 + Math.exp(-offset - slope * evidence));
  for (let round = 0; round < FIT_ROUNDS; round++) {
    // A small ridge keeps the two equations solvable when every example was right.
    let [missed, missedX, h, hX, hXX] = [0, 0, 1e-3, 0, 1e-3];
    for (const { evidence, right } of points) {
      const guess = curve(evidence);
      const weight = guess * (1 - guess);
      missed += guess - Number(right);
      missedX += (guess - Number(right)) * evidence;
      h += weight;
      hX += weight * evidence;
      hXX += weight * evidence ** 2;
    }
    const determinant = h * hXX - hX * hX;
    offset -= (hXX * missed - hX * missedX) / determinant;
    slope -= (h * missedX - hX * missed) / determinant;
  }
  return curve;
}

/** Measures the router on requests that it was not trained on: `node graphs/support-desk/measure-classifier.ts` prints the table of docs/guide/support-desk.md. */
import { pathToFileURL } from "node:url";
import { trainClassifier } from "./classifier.ts";
import { type Example, examplesOf, type Split } from "./examples.ts";
import { routes } from "./intents.ts";

interface Measurement {
  /** Of the in-scope requests: the best choice is the right route, regardless of its confidence. */
  readonly accuracy: number;
  /** Of the in-scope requests: right, and sure enough to be routed. */
  readonly acceptedAndCorrect: number;
  /** Of the in-scope requests: wrong, yet sure enough to be routed. */
  readonly acceptedAndWrong: number;
  /** Of the out-of-scope requests: below the threshold, so the desk asks back. */
  readonly outOfScopeEscalated: number;
  /** Mean distance between confidence and the share that was right, over ten bins of all requests. */
  readonly calibrationError: number;
}

export const trained = () =>
  trainClassifier(
    routes,
    examplesOf("train").map(({ text, route }) => ({ text, label: route })),
  );

export function measure(split: Split, threshold: number, classify = trained()): Measurement {
  const answers = examplesOf(split).map((example) => answerOf(example, classify));
  const inScope = answers.filter(({ example }) => example.route);
  const outside = answers.filter(({ example }) => !example.route);
  const sure = ({ confidence }: Answer) => confidence >= threshold;
  return {
    accuracy: shareOf(inScope, ({ right }) => right),
    acceptedAndCorrect: shareOf(inScope, (answer) => answer.right && sure(answer)),
    acceptedAndWrong: shareOf(inScope, (answer) => !answer.right && sure(answer)),
    outOfScopeEscalated: shareOf(outside, (answer) => !sure(answer)),
    calibrationError: calibrationErrorOf(answers),
  };
}

interface Answer {
  readonly example: Example;
  readonly confidence: number;
  readonly right: boolean;
}

function answerOf(example: Example, classify: ReturnType<typeof trained>): Answer {
  const best = classify(example.text)[0];
  return { example, confidence: best?.confidence ?? 0, right: best?.label === example.route };
}

const shareOf = <T>(all: readonly T[], test: (one: T) => boolean) => all.filter(test).length / all.length;

function calibrationErrorOf(answers: readonly Answer[]): number {
  const bins = Array.from({ length: 10 }, (_, bin) => answers.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === bin));
  return bins
    .filter((bin) => bin.length > 0)
    .map((bin) => {
      const claimed = bin.reduce((sum, { confidence }) => sum + confidence, 0) / bin.length;
      return (bin.length / answers.length) * Math.abs(claimed - shareOf(bin, ({ right }) => right));
    })
    .reduce((sum, part) => sum + part, 0);
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const classify = trained();
  console.log(
    "| split | threshold | accuracy | accepted and correct | accepted and wrong | out of scope escalated | calibration error |\n|---|---|---|---|---|---|---|",
  );
  for (const split of ["val", "test"] as const)
    for (const threshold of [0.5, 0.6, 0.7]) {
      const cells = Object.values(measure(split, threshold, classify)).map(percent);
      console.log(`| ${[split, threshold, ...cells].join(" | ")} |`);
    }
}

/** Chooses among what a classifier returned. Its numbers come from code, so each is checked before it is compared: what is no confidence never counts as sure. */
import type { NormalClassifier } from "../language/kinds/router/router-node.ts";
import type { Choice } from "../language/registry/registry.ts";
import { isRecord } from "../language/schema/is-record.ts";
import { AgentFailure } from "./attempts/failures.ts";

/** Differences of decimal fractions are inexact: 0.7 − 0.5 is less than 0.2. */
const TOLERANCE = 1e-9;

/**
 * The best choice's label, or `lowConfidence`.
 * @throws AgentFailure `malformed` when there is no choice, or when a confidence is no number from 0 to 1 and the node has no `lowConfidence`.
 */
export function choose(choices: unknown, { router, lowConfidence }: Pick<NormalClassifier, "router" | "lowConfidence">): string {
  const all = choicesIn(choices, router);
  const wrong = all.find(({ confidence }) => !isConfidence(confidence));
  if (wrong && lowConfidence) return "lowConfidence";
  if (wrong) throw malformed(router, `the confidence ${shown(wrong.confidence)} for "${wrong.label}", not a number from 0 to 1`);
  const [best = { label: "", confidence: 0 }] = all.toSorted((a, b) => b.confidence - a.confidence);
  if (!lowConfidence) return best.label;
  const { below, margin = 0 } = lowConfidence;
  const others = all.flatMap(({ label, confidence }) => (label === best.label ? [] : [confidence]));
  // what a single choice leaves over is the other labels'
  const second = others.length === 0 ? 1 - best.confidence : Math.max(...others);
  const isClose = margin > 0 && best.confidence - second < margin - TOLERANCE;
  return best.confidence < below || isClose ? "lowConfidence" : best.label;
}

const isConfidence = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 1;

function choicesIn(choices: unknown, router: string): readonly Choice[] {
  if (!Array.isArray(choices)) throw malformed(router, "something other than a list of choices");
  const [first] = choices;
  if (first === undefined) throw malformed(router, "no choice");
  if (!choices.every(isChoice)) throw malformed(router, "a choice without a label");
  return choices;
}

/** Its confidence is checked by whoever compares it. */
const isChoice = (value: unknown): value is Choice => isRecord(value) && typeof value.label === "string";

const malformed = (router: string, what: string) => new AgentFailure("malformed", `router "${router}" returned ${what}`);

const shown = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : String(value));

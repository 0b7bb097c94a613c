/** Routers for the test kit: a choice just at its threshold; one on a channel is forced by whoever writes the channel. */
import type { NormalClassifier, NormalRouter } from "../../language/graph/normal-graph.ts";
import type { RouterData } from "../../language/kinds/router/router-node.ts";
import { nothing, scripted } from "../forcing/forced.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import { neededFor } from "../forcing/switch-needs.ts";
import type { NodeAnswer } from "../scenario/node-script.ts";
import type { KindKit } from "./kind-kit.ts";
import { timeouts } from "./recovery.ts";

const EPSILON = 1e-6;

export const routerKit: KindKit<RouterData, NormalRouter> = {
  runsAlone: true,
  spendsTokens: false,
  answer: ({ site, node, label }) => {
    if (node.on === undefined) return scripted(site, choiceFor(node, label));
    return { ...nothing, needs: neededFor(site.registry, node, label) };
  },
  fail: ({ site, node, code }) => {
    if (node.on !== undefined) throw new CannotForce("cannot-fail");
    return scripted(site, { error: code });
  },
  isScripted: ({ on }) => on === undefined,
  tries: (node) => (node.on === undefined ? timeouts(node) : []),
};

/** As close to the threshold as can be, so that a path notices when it moves. */
function choiceFor({ routes, lowConfidence }: NormalClassifier, label: string): NodeAnswer {
  const [first = "", ...others] = Object.keys(routes);
  if (!lowConfidence) return { label };
  const { below, margin } = lowConfidence;
  if (label === "lowConfidence") return { label: first, confidence: below - EPSILON };
  if (margin === undefined) return { label, confidence: below };
  // without a second label the rest of the confidence counts as the second
  if (others.length === 0) return { label, confidence: Math.max(below, (1 + margin) / 2) };
  const confidence = Math.max(below, margin);
  return { label, confidence, second: Math.max(0, confidence - margin - EPSILON) };
}

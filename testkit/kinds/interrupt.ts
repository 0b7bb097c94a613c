/** Interrupts for the test kit: a decision with a sample of its form, or no answer until the last deadline has passed. */
import type { NormalInterrupt } from "../../language/graph/normal-graph.ts";
import type { InterruptData } from "../../language/kinds/interrupt/interrupt-node.ts";
import { nothing, outputWith, sampledFields } from "../forcing/forced.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import { expire, type ScriptedAnswer } from "../scenario/scenario.ts";
import type { KindKit, ToAnswer } from "./kind-kit.ts";

export const interruptKit: KindKit<InterruptData, NormalInterrupt> = {
  runsAlone: false,
  spendsTokens: false,
  answer: (to) => ({ ...nothing, answers: [[to.site.name, answerFor(to)]] }),
  fail: () => {
    throw new CannotForce("cannot-fail");
  },
  isScripted: () => false,
  tries: () => [],
};

function answerFor({ site, node, label, wants }: ToAnswer<NormalInterrupt>): ScriptedAnswer {
  if (label === "expired") return expire();
  const form = site.registry.questions?.[node.question]?.decisions[label];
  return form ? { decision: label, form: wants.length === 0 ? sampledFields(form) : outputWith(form, node.writes[label], wants) } : label;
}

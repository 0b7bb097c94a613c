/** Sleeps for the test kit: they pass by themselves, as pauses between attempts do. */
import type { NormalSleep } from "../../language/graph/normal-graph.ts";
import type { SleepData } from "../../language/kinds/sleep/sleep-node.ts";
import { nothing } from "../forcing/forced.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import type { KindKit } from "./kind-kit.ts";

export const sleepKit: KindKit<SleepData, NormalSleep> = {
  runsAlone: false,
  spendsTokens: false,
  answer: () => nothing,
  fail: () => {
    throw new CannotForce("cannot-fail");
  },
  isScripted: () => false,
  tries: () => [],
};

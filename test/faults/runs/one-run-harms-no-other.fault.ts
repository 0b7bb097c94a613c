/** G25: runs that end their process, or whose code throws late, beside healthy ones. */
import type { Harm } from "../graphs/culprit.ts";
import { besideHealthyRuns } from "../measure/beside-healthy-runs.ts";
import { measurePromise } from "../measure/promise.ts";

const LATE: readonly Harm[] = (["throw", "reject"] as const).flatMap((how) =>
  [false, true].map((afterItsEnd) => ({ kind: "late", how, afterItsEnd })),
);

measurePromise({
  promise: "a run that ends its process is quarantined within 3 starts, and charges no other",
  off: "nobody asks which run ended its worker",
  trials: { full: 20, quick: 1, off: 1 },
  protections: ["suspects"],
  measure: (trials, without) => besideHealthyRuns(trials, { harm: () => ({ kind: "kill" }), starts: 3, without }),
});

measurePromise({
  promise: "what a run's code throws outside its promise fails that run alone, and ends no process",
  off: "the process does not belong to Signalbox",
  trials: { full: 20, quick: 4, off: 1 },
  protections: ["custom"],
  measure: (trials, without) =>
    besideHealthyRuns(trials, {
      harm: (trial) => LATE[trial % LATE.length] as Harm,
      starts: 1,
      isContained: true,
      worker: { ownsProcess: without.length === 0 },
      without,
    }),
});

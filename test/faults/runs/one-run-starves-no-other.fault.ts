/** G25: runs that fill the memory of their process, or block it, beside healthy ones. */
import { besideHealthyRuns } from "../measure/beside-healthy-runs.ts";
import { measurePromise } from "../measure/promise.ts";

/** In megabytes a second. A slow leak outlives its first probation, and where the processor is busy a fast one is slow. */
const LEAKS = [400, 60] as const;
const HEAP_MB = 200;

measurePromise({
  promise: "a run that fills its process's memory is quarantined within 4 starts, and charges no other",
  off: "nobody asks which run ended its worker",
  trials: { full: 20, quick: 1, off: 1 },
  protections: ["suspects"],
  measure: (trials, without) =>
    besideHealthyRuns(trials, {
      harm: (trial) => ({ kind: "leak", mbPerSecond: LEAKS[trial % 2 === 0 ? 0 : 1] }),
      starts: 4,
      heapMb: HEAP_MB,
      without,
    }),
});

measurePromise({
  promise: "a run that blocks its process is quarantined within 3 starts, and charges no other",
  off: "the process does not belong to Signalbox",
  trials: { full: 20, quick: 1, off: 1 },
  protections: ["custom"],
  measure: (trials, without) =>
    besideHealthyRuns(trials, {
      harm: () => ({ kind: "block" }),
      starts: 3,
      worker: { ownsProcess: without.length === 0 },
      without,
    }),
});

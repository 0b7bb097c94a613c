/** G15: runs that emit far more than is kept of them, and readers that are slow, come late, or do not read at all. */
import { setTimeout as sleep } from "node:timers/promises";
import { forgetEvents } from "../../../runtime/look-outs/forget-events.ts";
import { DEFAULT_TIMING } from "../../../runtime/timing.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials } from "../measure/run-trials.ts";
import { begin, differenceBetween, read, storedLength } from "./readers.ts";

const MB = 1024 * 1024;
/** 32 MB, and 4 MB until that is looked at. */
const MOST_STORED = 37 * MB;

interface Scene {
  readonly here: FaultDesk;
  readonly there: FaultDesk;
}

const situations = [
  /** More than is kept: the beginning goes, and who comes late is given the state in its place. */
  async ({ here, there }: Scene) => {
    const run = await begin(there, "loud", { count: 800, size: 64 * 1024 }, ["custom", "values"]);
    await there.runtime.runs.join(run.thread_id, run.run_id);
    const stored = await storedLength(here.database, run);
    const late = await read(there, run);
    const [first, second, third] = late;
    return firstViolation({
      [`${Math.round(stored / MB)} MB are stored`]: stored <= MOST_STORED,
      [`a late reader is given ${first?.[0]} ${first?.[1]}, ${second?.[0]} ${second?.[1]}, ${third?.[0]}`]:
        first?.[1] === "metadata" && second?.[1] === "values" && third?.[0] === (second?.[0] ?? 0) + 1,
      "its last event is the result": late.at(-1)?.[1] === "values" && late.at(-1)?.[2].includes('"emitted":800') === true,
    });
  },
  /** Slower than the window in memory is left: the rest is read from the database. */
  async ({ here, there }: Scene) => {
    const run = await begin(there, "loud", { count: 200, size: 16 * 1024 }, ["custom", "values"]);
    const silent = Array.from({ length: 10 }, () => there.runtime.runs.stream(run.thread_id, run.run_id)[Symbol.asyncIterator]());
    await Promise.all(silent.map((reader) => reader.next()));
    const [slow, wanted] = await Promise.all([read(there, run, { onEvent: () => sleep(5) }), read(here, run)]);
    await Promise.all(silent.map((reader) => reader.return?.()));
    return differenceBetween(slow, wanted);
  },
  /** What was stored is deleted while somebody reads it: the result comes last, once. */
  async ({ here, there }: Scene) => {
    const run = await begin(there, "loud", { count: 300, size: 16 * 1024 }, ["custom", "values"]);
    await there.runtime.runs.join(run.thread_id, run.run_id);
    const sweep = () => forgetEvents({ database: here.database, timing: { ...DEFAULT_TIMING, keepEventsMs: 0 } });
    const given = await read(there, run, { onEvent: ({ id }) => (Number(id) === 20 ? sweep() : undefined) });
    const last = given.at(-1);
    const again = await read(there, run, { after: last?.[0] ?? -1 });
    return firstViolation({
      "nothing is stored": (await storedLength(here.database, run)) === 0,
      [`its last event is ${last?.[0]} ${last?.[1]}`]: last?.[1] === "values" && last[2].includes('"emitted":300'),
      "the events before it are given once": given.every(([id], n) => n === given.length - 1 || id === n),
      "who has the result gets nothing more": again.length === 0,
    });
  },
];

measurePromise({
  promise:
    "what is kept of a run is bounded, in memory and in the database, and who reads slowly, late or not at all is given the rest and the state",
  off: "no events are removed",
  trials: { full: 12, quick: 3, off: 3 },
  protections: ["eventsRemoved"],
  async measure(trials, without) {
    const here = await faultDesk(without);
    const there = await faultDesk(without, { url: here.url, timing: { slots: 0 } });
    const tally = await runTrials({ trials, width: 1 }, async (index) => situations[index % situations.length]?.({ here, there }));
    for (const { runtime } of [here, there]) await runtime.stop();
    return tally;
  },
});

/** G15: a reader goes away after an event and comes back, to the run's own process or to another one, while the run goes on or after it. */
import { invoicesOf } from "../../fixtures/batch.ts";
import { faultDesk } from "../graphs/fault-desk.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials } from "../measure/run-trials.ts";
import { begin, brokenOrder, differenceBetween, read } from "./readers.ts";

/** Three calls of a model with 40 words each: 128 events. */
const TALK = { turns: 3, words: 40, pause: 1 };
const EVENTS = 128;
/** A run that waits for three child threads, and goes on after them. Every eighth trial. */
const LEGS = { invoices: invoicesOf(1, 2, 3) };
const LEG_EVENTS = 8;
/** Of the second reader: at the run's process, at the first reader's, and at a third one, while it runs and after it. */
const WAYS = 6;

measurePromise({
  promise: "a stream that is cut after any event goes on at any process, live or later: nothing is missing, double or of another run",
  off: "what runs emit is not stored",
  trials: { full: EVENTS * WAYS, quick: 12, off: 6 },
  protections: ["storedEvents"],
  async measure(trials, without) {
    const here = await faultDesk(without, { timing: { slots: 8 } });
    const elsewhere = () => faultDesk(without, { url: here.url, timing: { slots: 0 } });
    const [there, third] = await Promise.all([elsewhere(), elsewhere()]);
    const tally = await runTrials({ trials, width: 4 }, async (index) => {
      const hasLegs = index % 8 === 7;
      const cut = 1 + Math.floor((index * (hasLegs ? LEG_EVENTS : EVENTS)) / trials);
      const run = await (hasLegs ? begin(there, "batch", LEGS) : begin(there, "talk", TALK));
      const wanted = read(here, run);
      const first = await read(there, run, { count: cut });
      const next = [there, third][index % 3] ?? here;
      if (index % WAYS >= 3) await wanted;
      const second = await read(next, run, { after: first.at(-1)?.[0] ?? -1 });
      const all = [...first, ...second];
      const whole = await wanted;
      const isWhole = !hasLegs || (whole.at(-1)?.[0] ?? 0) > 1_000_000_000_000;
      return brokenOrder(all) ?? differenceBetween(all, whole) ?? firstViolation({ "it has two legs": isWhole });
    });
    await Promise.all([here, there, third].map(({ runtime }) => runtime.stop()));
    return tally;
  },
});

/** G10: deadlines that pass while nobody runs and while two processes look; each fires once and never early by the database's clock. */
import { refundDesk } from "../engine/refund-desk.ts";
import { until } from "../engine/until.ts";
import { keeps } from "./promise.ts";
import { weakenedDesk } from "./weakened-desk.ts";

keeps({
  ...{ id: "G10", promise: "deadlines fire once, never early", off: "a deadline need not be over" },
  trials: { full: 100, quick: 10, off: 10 },
  protections: ["early"],
  async measure(trials, without) {
    const graph = refundDesk("3s");
    const first = await weakenedDesk(without, { graph });
    const threads: string[] = [];
    for (let trial = 0; trial < trials; trial++) {
      threads.push((await first.begin({ message: `deadline ${trial}` })).thread_id);
      // a restart while they wait
      if (trial === Math.floor(trials / 2)) await first.runtime.stop();
    }
    const others = [await weakenedDesk(without, { graph, url: first.url }), await weakenedDesk(without, { graph, url: first.url })];
    const fired = () =>
      first.database.sql.query<{ early: boolean; late_ms: number; runs: number }>(
        `select decided_at < due_at as early, (extract(epoch from decided_at - due_at) * 1000)::float8 as late_ms,
           (select count(*)::int from runs r where r.thread_id = i.thread_id) as runs
         from interrupts i where status = 'expired' and node = 'approval'`,
      );
    const rows = await until("all deadlines", async () => {
      const found = await fired();
      return found.length === trials && found;
    });
    for (const thread of threads) await first.settled(thread);
    const violations = (await fired()).filter(({ early, runs }) => early || runs !== 2).length;
    for (const { runtime } of others) await runtime.stop();
    const late = rows.map(({ late_ms }) => late_ms).toSorted((a, b) => a - b);
    return {
      trials,
      violations,
      note: `late p50 ${Math.round(late[Math.floor(late.length / 2)] ?? 0)} ms, max ${Math.round(late.at(-1) ?? 0)} ms`,
    };
  },
});

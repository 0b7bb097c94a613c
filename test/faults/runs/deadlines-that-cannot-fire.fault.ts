/** G25: overdue questions of a graph that no process has any more, beside others whose deadlines must fire. */
import { until } from "../../support/until.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { isFullRun, measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials, type Violation } from "../measure/run-trials.ts";

const HEALTHY = isFullRun ? 50 : 10;
/** One more than a look-out reads at once. */
const STUCK = 51;
const PATIENCE_MS = 60_000;
const PATIENCE_WITHOUT_MS = 6_000;
const LONGEST_DELAY_MS = 10_000;

measurePromise({
  promise: "questions whose deadlines cannot fire delay no other deadline",
  off: "what failed is not set aside",
  trials: { full: 20, quick: 1, off: 1 },
  protections: ["setAside"],
  async measure(trials, without) {
    const desk = await faultDesk(without);
    const control = Math.max(...(await lateness(desk, await askHealthy(desk), PATIENCE_MS)));
    const delays: number[] = [];
    const tally = await runTrials({ trials, width: 1 }, async (): Promise<Violation> => {
      await makeStuck(desk);
      const late = await lateness(desk, await askHealthy(desk), without.length > 0 ? PATIENCE_WITHOUT_MS : PATIENCE_MS);
      const delay = Math.max(...late) - control;
      delays.push(delay);
      const fired = await desk.database.sql.query("select 1 from signalbox.interrupts where id like 'stuck%' and status <> 'pending'");
      return firstViolation({
        [`${HEALTHY - late.length} of ${HEALTHY} deadlines did not fire`]: late.length === HEALTHY,
        [`${fired.length} of the stuck ones did`]: fired.length === 0,
        [`one fired ${delay} ms late`]: !isFullRun || delay <= LONGEST_DELAY_MS,
      });
    });
    await desk.runtime.stop();
    return { ...tally, note: `longest delay ${Math.round(Math.max(0, ...delays))} ms (late ${Math.round(control)} ms without them)` };
  },
});

/** Their deadlines are two seconds away: some may have fired before the last has asked. */
async function askHealthy({ begin, database }: FaultDesk): Promise<string[]> {
  const runs = await Promise.all(Array.from({ length: HEALTHY }, () => begin({ message: "in time" }, "short-deadlines")));
  const threads = runs.map(({ thread_id }) => thread_id);
  const asked = await until(
    "their questions",
    async () => {
      const found = await database.sql.query<{ id: string }>("select id from signalbox.interrupts where thread_id = any($1)", [threads]);
      return found.length === HEALTHY && found;
    },
    PATIENCE_MS,
  );
  return asked.map(({ id }) => id);
}

/** By how many milliseconds each of those was late that fired. */
async function lateness({ database, settled, runtime }: FaultDesk, ids: readonly string[], patienceMs: number): Promise<number[]> {
  const look = () =>
    database.sql.query<{ ms: number }>(
      `select extract(epoch from decided_at - due_at)::float8 * 1000 as ms from signalbox.interrupts where id = any($1) and status = 'expired'`,
      [ids],
    );
  await until("all deadlines", async () => (await look()).length === ids.length, patienceMs).catch(() => {});
  const asked = await Promise.all(ids.map((id) => runtime.interrupts.get(id)));
  await Promise.all(asked.filter(({ status }) => status === "expired").map(({ thread_id }) => settled(thread_id, PATIENCE_MS)));
  return (await look()).map(({ ms }) => ms);
}

/** Copies of a question, a minute overdue, on threads of a graph that was removed by a deploy. */
async function makeStuck({ begin, question, database }: FaultDesk): Promise<void> {
  const { thread_id } = await begin({ message: "removed" });
  const { id } = await question(thread_id);
  for (const [table, key, more] of [
    ["threads", thread_id, "'graph_id', 'removed', 'definition_hash', null"],
    ["interrupts", id, "'thread_id', 'stuck-' || $1 || n, 'due_at', clock_timestamp() - interval '1 minute'"],
  ])
    await database.sql.query(
      `insert into signalbox.${table} select (jsonb_populate_record(t, jsonb_build_object('id', 'stuck-' || $1 || n, ${more}))).*
       from signalbox.${table} t, generate_series(1, $2::int) n where t.id = $3`,
      [thread_id, STUCK, key],
    );
}

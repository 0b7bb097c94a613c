/** G10: reminders, assignments and deadlines fire once, and never early by the database's clock, while processes with clocks an hour off restart. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../../persistence/connection/database.ts";
import { ended } from "../../runtime/engine/processes/spawn-worker.ts";
import { until } from "../../support/until.ts";
import { faultDesk } from "../graphs/fault-desk.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, percentiles, runTrials } from "../measure/run-trials.ts";
import { spawnFaultWorker } from "../processes/spawn-fault-worker.ts";

const HOUR_MS = 3_600_000;
const NOTICES = "interrupt.reminded,interrupt.assigned";

measurePromise({
  promise: "reminders, assignments and deadlines fire once and never early",
  off: "due times by the process's own clock",
  trials: { full: 100, quick: 12, off: 4 },
  protections: ["clock"],
  async measure(trials, without) {
    const desk = await faultDesk([], { idle: true });
    const { url, database } = desk;
    const startWorker = (skewMs: number) => spawnFaultWorker({ url, without }, { skewMs });
    const early = await startWorker(HOUR_MS);
    const late = await startWorker(-HOUR_MS);
    const threads: string[] = [];
    await runTrials({ trials, width: 2 }, async (index) => {
      const { thread_id } = await desk.begin({ message: `${index}` }, "deadlines");
      await desk.question(thread_id);
      threads[index] = thread_id;
      return undefined;
    });
    // both restart while they wait
    early.kill("SIGKILL");
    late.kill("SIGKILL");
    await Promise.all([ended(early), ended(late)]);
    const others = [await startWorker(-HOUR_MS)];
    await sleep(2_000);
    others.push(await startWorker(HOUR_MS));
    const upAt = await clockOf(database);
    const all = await until(
      "all deadlines",
      async () => {
        const rows = await firedOn(database);
        return rows.length === trials && rows;
      },
      180_000,
    );
    const tally = await runTrials({ trials, width: 1 }, async (index) => {
      const thread = threads[index] ?? "";
      const status = await desk.settled(thread);
      const fired = all.find(({ thread_id }) => thread_id === thread);
      const runs = await desk.runtime.runs.list(thread);
      // a process puts an assignment on record a moment after it has made it
      const isOnRecord = (notices: string) => (fired?.assignee === "head") === notices.includes("assigned");
      await until("the record", async () => isOnRecord(await auditedNotices(database, thread)), 20_000).catch(() => {});
      const notices = await auditedNotices(database, thread);
      // a question whose edge was due while no process ran is decided at once: no reminder is needed
      const isOverdue = (fired?.late_ms ?? 0) > 1_000;
      return firstViolation({
        [`status ${status}, ${runs.length} runs`]: status === "idle" && runs.length === 2,
        "the edge was early": fired !== undefined && fired.late_ms >= 0,
        "a notice was early": (fired?.notice_late_ms ?? (isOverdue ? 0 : -1)) >= 0,
        [`notices ${notices}`]: notices === NOTICES || (isOverdue && NOTICES.includes(notices)),
        [`assigned to ${fired?.assignee}`]: isOnRecord(notices),
      });
    });
    for (const process of others) process.kill("SIGKILL");
    await desk.runtime.stop();
    // those that were due while no process ran are late by that time
    const awaited = all.filter(({ due_at }) => due_at > upAt);
    const note = `late ${percentiles(awaited.map(({ late_ms }) => late_ms))}; due while no process ran: ${all.length - awaited.length}`;
    return { ...tally, note };
  },
});

interface Fired {
  readonly thread_id: string;
  readonly due_at: Date;
  readonly late_ms: number;
  /** Of the earliest notice. */
  readonly notice_late_ms: number | null;
  readonly assignee: string | null;
}

function firedOn({ sql }: Database): Promise<Fired[]> {
  return sql.query<Fired>(
    `select thread_id, assignee, due_at, (extract(epoch from decided_at - due_at) * 1000)::float8 as late_ms,
       (select (extract(epoch from min(fired_at - n.due_at)) * 1000)::float8 from signalbox.notices n where n.interrupt_id = i.id) as notice_late_ms
     from signalbox.interrupts i where status = 'expired'`,
  );
}

async function clockOf({ sql }: Database): Promise<Date> {
  const [row] = await sql.query<{ now: Date }>("select clock_timestamp() as now");
  return row?.now ?? new Date(Number.NaN);
}

async function auditedNotices({ sql }: Database, thread: string): Promise<string> {
  const rows = await sql.query<{ what: string }>(
    "select what from signalbox.audit where thread_id = $1 and what in ('interrupt.reminded', 'interrupt.assigned') order by id",
    [thread],
  );
  return String(rows.map(({ what }) => what));
}

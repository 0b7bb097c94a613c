/** Which run ended its worker: the one that was alone, or the only one on probation. Nobody else's start counts. */
import type { ChildProcess } from "node:child_process";
import { expect, it } from "vitest";
import { recordDeath } from "../../../../persistence/statements/workers/record-death.ts";
import { type Desk, deskOn } from "../../../fixtures/desk.ts";
import { describeOnBoth, freshPostgres, opened } from "../../../support/databases.ts";
import { until } from "../../../support/until.ts";
import { ended, spawnWorker } from "./spawn-worker.ts";

const timing = { deadAfterMs: 4_000, beatMs: 300, pollMs: 200 };

/** Also those that have ended since: a busy machine begins them one after the other. */
const haveBegun = async ({ database }: Desk, count: number): Promise<boolean> =>
  (await database.sql.query("select 1 from signalbox.runs where started_at is not null")).length === count;

describeOnBoth("a worker that dies", (open) => {
  it("accuses a run that was alone, or the only one on probation, and charges only the one that was alone; progress is forgiven", async () => {
    const { sql } = await open();
    await sql.query("insert into signalbox.threads (id) values ('a'), ('b'), ('c')");
    await sql.query(
      `insert into signalbox.runs (id, thread_id, graph_id, assistant_id, kind, payload, status, starts)
       select id, id, 'g', 'g', 'input', '{}', 'running', 1 from signalbox.threads`,
    );
    const dies = async (worker: string, runs: string[], watched?: string) => {
      for (const run of runs)
        await sql.query(
          "insert into signalbox.leases (thread, epoch, worker, run) values ($2, 1, $1, $2) on conflict (thread) do update set worker = $1, run = $2",
          [worker, run],
        );
      await sql.query("update signalbox.runs set starts = starts + 1 where id = any($1::text[])", [runs]);
      await sql.query("update signalbox.suspects set on_probation = run = $1", [watched ?? ""]);
      await recordDeath(sql, worker);
      await recordDeath(sql, worker); // another process
      await sql.query("update signalbox.leases set worker = null");
    };
    const suspects = () =>
      sql.query("select run, deaths, accused, starts from signalbox.suspects s join signalbox.runs r on r.id = s.run order by run");
    await dies("w1", ["a", "b"]);
    expect(await suspects()).toEqual([
      { run: "a", deaths: 1, accused: 0, starts: 1 },
      { run: "b", deaths: 1, accused: 0, starts: 1 },
    ]);
    await dies("w2", ["a", "c"], "a");
    await dies("w3", ["a"]);
    expect(await suspects()).toEqual([
      { run: "a", deaths: 3, accused: 2, starts: 2 },
      { run: "b", deaths: 1, accused: 0, starts: 1 },
    ]);
    await sql.query("update signalbox.suspects set head = 'an older checkpoint' where run = 'a'");
    await dies("w4", ["a", "b"]);
    expect((await suspects())[0]).toEqual({ run: "a", deaths: 1, accused: 0, starts: 2 });
  });
});

it("a run that kills its worker beside others is quarantined within 3 starts, with its node; the others finish and are not charged", async () => {
  const { url } = await freshPostgres();
  const desk = await deskOn(await opened({ url }), { idle: true });
  const { database, runtime } = desk;
  const children = new Set<ChildProcess>();
  let isOver = false;
  const lane = async () => {
    while (!isOver) {
      const child = await spawnWorker({ url, timing });
      children.add(child);
      if (isOver) child.kill("SIGKILL"); // it was being started when all others were ended
      await ended(child);
    }
  };
  const fleet = Promise.all([lane(), lane()]).catch(() => {});
  const healthy = await Promise.all(
    Array.from({ length: 6 }, () => desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 3_000 } }, "steps")),
  );
  await until("their start", () => haveBegun(desk, 6));
  const culprit = await desk.begin({ script: { noAsk: true, kill: "n1", always: true } }, "steps");
  expect(await desk.settled(culprit.thread_id)).toBe("error");
  expect(JSON.stringify(await runtime.runs.join(culprit.thread_id, culprit.run_id))).toMatch(/TOO_MANY_STARTS.*n1/);
  for (const { thread_id } of healthy) expect(await desk.settled(thread_id)).toBe("idle");
  const [row] = await database.sql.query<{ starts: number; attempts: number }>(
    "select starts, attempts from signalbox.runs where id = $1",
    [culprit.run_id],
  );
  expect(row?.attempts).toBeLessThanOrEqual(4); // the fourth is refused before it begins
  const charged = await database.sql.query("select id, starts from signalbox.runs where starts > 1 and id <> $1", [culprit.run_id]);
  expect(charged).toEqual([]);
  expect(await database.sql.query("select node from signalbox.audit where what = 'run.quarantined'")).toEqual([{ node: "n1" }]);
  isOver = true;
  for (const child of children) child.kill("SIGKILL");
  await fleet;
  await runtime.stop();
});

it("a run that blocks its process is charged when that is ended; the runs beside it go on elsewhere at once, and are not charged", async () => {
  const { url } = await freshPostgres();
  const desk = await deskOn(await opened({ url }), { idle: true });
  const { database, runtime } = desk;
  // a heartbeat that is late because the machine is busy is not measured here
  const blocked = { ...timing, deadAfterMs: 10_000, blockedAfterMs: 1_000, blockedToDeathMs: 30_000 };
  const victim = await spawnWorker({ url, timing: blocked, ownsProcess: true });
  const healthy = await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 12_000 } }, "steps");
  const culprit = await desk.begin({ script: { noAsk: true, slow: "n1", slowMs: 120_000, block: true } }, "steps");
  await until("both begun", () => haveBegun(desk, 2));
  const other = await spawnWorker({ url, timing: { ...blocked, slots: 1 }, ownsProcess: true });
  expect(await desk.settled(healthy.thread_id)).toBe("idle");
  const handed = await database.sql.query("select run_id, detail ->> 'why' as why from signalbox.audit where what = 'run.handed-over'");
  expect(handed).toEqual([{ run_id: healthy.run_id, why: "another run blocks its worker" }]);
  expect(victim.exitCode ?? victim.signalCode).toBeNull();
  await ended(victim);
  expect(victim.signalCode).toBe("SIGKILL");
  await until("the record", async () => (await database.sql.query("select 1 from signalbox.suspects where deaths = 1")).length === 1);
  expect(await database.sql.query("select run, accused from signalbox.suspects")).toEqual([{ run: culprit.run_id, accused: 1 }]);
  const [row] = await database.sql.query<{ starts: number; attempts: number }>(
    "select starts, attempts from signalbox.runs where id = $1",
    [healthy.run_id],
  );
  expect(row).toEqual({ starts: 1, attempts: 2 });
  other.kill("SIGKILL");
  await runtime.stop();
});

it("a process that is ended before anybody could ask what blocks it still accuses that run alone", async () => {
  const { url } = await freshPostgres();
  const desk = await deskOn(await opened({ url }), { idle: true });
  const { database, runtime } = desk;
  // the heartbeat's own statements were slow: it looks again only when the process has to end
  const unasked = { ...timing, blockedAfterMs: 60_000, blockedToDeathMs: 3_000 };
  const victim = await spawnWorker({ url, timing: unasked, ownsProcess: true });
  await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 60_000 } }, "steps");
  const culprit = await desk.begin({ script: { noAsk: true, slow: "n1", slowMs: 120_000, block: true } }, "steps");
  await ended(victim);
  const other = await spawnWorker({ url, timing: { ...timing, slots: 1 }, ownsProcess: true });
  await until("the record", async () => (await database.sql.query("select 1 from signalbox.suspects where deaths = 1")).length > 0);
  expect(await database.sql.query("select run, accused from signalbox.suspects")).toEqual([{ run: culprit.run_id, accused: 1 }]);
  other.kill("SIGKILL");
  await runtime.stop();
});

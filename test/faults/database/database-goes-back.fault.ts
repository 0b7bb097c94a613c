/** G28: a lease whose epoch came back, as after a restore under living workers, and processes that have lost their direct way to the database only. */

import { emptyCheckpoint } from "@langchain/langgraph-checkpoint";
import { EPOCH } from "../../../language/terms/run-keys.ts";
import { FencedSaver } from "../../../persistence/checkpointer/saver.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { acquireLease } from "../../../persistence/statements/leases/acquire-lease.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { startsOf } from "../../fixtures/steps.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { faultDesk } from "../graphs/fault-desk.ts";
import { disableProtections } from "../inject/disable-protections.ts";
import { tcpProxy } from "../inject/tcp-proxy.ts";
import { measurePromise } from "../measure/promise.ts";
import { firstViolation, runTrials } from "../measure/run-trials.ts";

const TIMING = { deadAfterMs: 5_000, beatMs: 300 };

measurePromise({
  promise: "two workers never hold one lease, also when the database goes back",
  off: "a lease has an epoch only",
  trials: { full: 200, quick: 10, off: 10 },
  protections: ["leaseToken"],
  async measure(trials, without) {
    const desk = await faultDesk(without, { idle: true });
    return runTrials({ trials, width: 4 }, async () => {
      const { thread_id, run_id } = await desk.begin({ script: {} }, "steps");
      const before = await beginAs(desk.database, run_id, "before");
      await goBack(desk.database, thread_id, run_id);
      const after = await beginAs(desk.database, run_id, "after");
      const owner = await writes(desk.database, thread_id, after);
      const other = await writes(desk.database, thread_id, before);
      return firstViolation({ "the owner cannot write": owner, "the worker from before has written": !other });
    });
  },
});

async function beginAs({ sql }: Database, runId: string, worker: string): Promise<string> {
  const acquired = await acquireLease(sql, {
    runId,
    thread: undefined,
    jobId: "job",
    worker,
    deadAfterMs: TIMING.deadAfterMs,
    mayTakeSuspect: true,
    mayTakeAccused: true,
  });
  if (!acquired?.epoch) throw new Error(`${worker} got no lease`);
  return acquired.epoch;
}

/** To the moment before the run was begun, as a restored backup does. */
async function goBack({ sql }: Database, threadId: string, runId: string): Promise<void> {
  await sql.query("delete from signalbox.leases where thread = $1", [threadId]);
  await sql.query("update signalbox.runs set status = 'pending', starts = 0, started_at = null, base = null where id = $1", [runId]);
}

async function writes(database: Database, thread_id: string, epoch: string): Promise<boolean> {
  const config = { configurable: { thread_id, checkpoint_ns: "", [EPOCH]: epoch } };
  const putting = new FencedSaver(database).put(config, emptyCheckpoint(), { source: "loop", step: 0, parents: {} }, {});
  return putting.then(
    () => true,
    () => false,
  );
}

measurePromise({
  promise: "no run is taken from a process that lost only its direct way to the database",
  off: "the heartbeat does not go by the pool",
  trials: { full: 80, quick: 8, off: 8 },
  protections: ["poolBeat"],
  async measure(trials, without) {
    const { url } = await freshPostgres();
    const direct = await tcpProxy(url);
    const databases = await Promise.all([1, 2].map(() => opened({ url, directUrl: direct.url })));
    for (const database of databases) disableProtections(database, without);
    const desks: Desk[] = [];
    for (const database of databases) desks.push(await deskOn(database, { timing: TIMING }));
    direct.refuse();
    const tally = await runTrials({ trials, width: 8 }, async (index) => {
      const desk = desks[index % desks.length];
      if (!desk) throw new Error("no desk");
      const { thread_id } = await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 10_000 } }, "steps");
      const status = await desk.settled(thread_id, 120_000);
      return firstViolation({
        [`the run ended as ${status}`]: status === "idle",
        "a node began again": (await startsOf(desk.database, thread_id, "n2")) === 1,
      });
    });
    direct.pass();
    for (const { runtime } of desks) await runtime.stop();
    return tally;
  },
});

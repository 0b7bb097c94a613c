/** A worker that waits for a lease learns what its earlier owner has stored meanwhile: the run's input is not taken twice. */
import { expect, it } from "vitest";
import { acquireLease } from "../../../persistence/statements/leases/acquire-lease.ts";
import { releaseLease } from "../../../persistence/statements/leases/release-lease.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { untilBlocked } from "../../support/servers/until-blocked.ts";

it("sees the checkpoint that was stored while it waited", async () => {
  const database = await opened(await freshPostgres());
  const desk = await deskOn(database, { idle: true });
  const { thread_id: thread, run_id: runId } = await desk.begin({ message: "hello" });
  const asked = {
    runId,
    thread,
    jobId: "00000000-0000-0000-0000-000000000000",
    deadAfterMs: 0,
    mayTakeSuspect: true,
    mayTakeAccused: true,
  };
  const first = await acquireLease(database.sql, { ...asked, worker: "first" });
  const released = Promise.withResolvers<void>();
  const waits = Promise.withResolvers<void>();
  const storing = database.transaction(async (tx) => {
    await releaseLease(tx, { threadId: thread, epoch: first?.epoch ?? "" });
    released.resolve();
    await waits.promise;
    await tx.query(
      "insert into signalbox.checkpoints (thread_id, checkpoint_ns, checkpoint_id, checkpoint) values ($1, '', 'stored meanwhile', '{}')",
      [thread],
    );
  });
  await released.promise;
  const acquiring = acquireLease(database.sql, { ...asked, worker: "second" });
  await untilBlocked(database);
  waits.resolve();
  const [second] = await Promise.all([acquiring, storing]);
  expect(first).toMatchObject({ head: null, run: { starts: 1 } });
  expect(second).toMatchObject({ head: "stored meanwhile", run: { starts: 2, base: null } });
  await desk.runtime.stop();
});

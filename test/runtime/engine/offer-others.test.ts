/** A process that is blocked in the middle of a transaction: its other runs go on elsewhere, and do not wait for that transaction. */
import { expect, it } from "vitest";
import { isOffered, offerOthers } from "../../../persistence/statements/workers/leave-blocked.ts";
import { freshPostgres, opened } from "../../support/databases.ts";

it("ends the transaction that holds the lease of a run, and offers every run but the one that blocks", async () => {
  const { url } = await freshPostgres();
  const blocked = await opened({ url });
  const { sql } = blocked;
  await sql.query("insert into signalbox.workers (id, seen) values ('blocked', clock_timestamp()), ('other', clock_timestamp())");
  await sql.query(
    "insert into signalbox.leases (thread, epoch, worker, run) values ('a', 1, 'blocked', 'a'), ('b', 1, 'blocked', 'b'), ('c', 1, 'blocked', 'c')",
  );
  const cut = blocked.transaction(async (tx) => {
    await tx.query("select epoch from signalbox.leases where thread = 'a' for share");
    await offerOthers(await opened({ url }), "blocked", { blocking: "c", deadAfterMs: 60_000 });
    await tx.query("select 1");
  });
  await expect(cut).rejects.toThrow(/terminat|connection/i);
  const leases = await sql.query<{ thread: string; worker: string }>("select thread, worker from signalbox.leases order by thread");
  expect(leases.map(({ thread, worker }) => [thread, isOffered(worker)])).toEqual([
    ["a", true],
    ["b", true],
    ["c", false],
  ]);
});

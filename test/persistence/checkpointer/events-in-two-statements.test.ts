/** The same events may be on their way in two statements: with a checkpoint, and alone. Each has those of many threads. */
import { expect, it } from "vitest";
import { ownConnections } from "../../../persistence/checkpointer/checkpoint-statements.ts";
import type { PutOperation } from "../../../persistence/checkpointer/group-commit/operation.ts";
import { storeOperations } from "../../../persistence/checkpointer/group-commit/store-operations.ts";
import type { EventBatch } from "../../../persistence/statements/events/rows.ts";
import { storeEvents } from "../../../persistence/statements/events/store-events.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { untilBlocked } from "../../support/servers/until-blocked.ts";
import { until } from "../../support/until.ts";

const batchOf = (threadId: string): EventBatch => ({
  ...{ tenant: "default", threadId, runId: `run of ${threadId}`, epoch: "1", first: 0, last: 0, openFrom: 0, at: 0, body: "[]" },
});

const putOf = (threadId: string): PutOperation => ({
  ...{ kind: "put", threadId, epoch: "1", namespace: "", checkpointId: "1", parentId: undefined, checkpoint: "{}", metadata: "{}" },
  ...{ blobs: [], events: batchOf(threadId) },
});

const threads = ["a", "b", "c"];

it.each([
  { sent: threads, put: threads.toReversed() },
  { sent: threads.toReversed(), put: threads },
])("are stored in one order, so that neither waits for the other for ever", async ({ sent, put }) => {
  const database = await opened(await freshPostgres());
  const run = ownConnections(database);
  await database.sql.query("insert into signalbox.leases (thread, epoch) select unnest($1::text[]), 1", [threads]);
  const [inserted, blocked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  // both have to wait for this one: by then each has stored the events that it began with
  const between = database.transaction(async (tx) => {
    await tx.query(
      "insert into signalbox.run_events (tenant, thread_id, run_id, epoch, first, last, open_from, at, body) values ('default', 'b', 'run of b', 1, 0, 0, 0, now(), '')",
    );
    inserted.resolve();
    await blocked.promise;
    throw new Error("rolled back");
  });
  await inserted.promise;
  const alone = storeEvents(database.sql, sent.map(batchOf));
  await untilBlocked(database);
  const withCheckpoints = storeOperations(run, put.map(putOf), "together");
  await until("both to wait", async () => {
    const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    return (await database.sql.query(waiting)).length === 2;
  });
  blocked.resolve();
  await expect(between).rejects.toThrow("rolled back");
  expect((await alone).size).toBe(3);
  expect((await withCheckpoints).size).toBe(3);
  expect(await database.sql.query("select thread_id from signalbox.run_events order by 1")).toHaveLength(3);
});

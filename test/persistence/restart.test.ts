/** Lost connections and restarts of Postgres under an open database. */
import { setTimeout as sleep } from "node:timers/promises";
import { emptyCheckpoint } from "@langchain/langgraph-checkpoint";
import { beforeAll, expect, it } from "vitest";
import { FencedSaver } from "../../persistence/checkpointer/saver.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { opened } from "../support/databases.ts";
import type { PostgresServer } from "../support/postgres-server.ts";
import { ownPostgres } from "../support/servers/own-postgres.ts";
import { until } from "../support/until.ts";

let server: PostgresServer;
beforeAll(async () => {
  server = await ownPostgres();
});

const untilTrue = async (query: () => Promise<unknown>) => {
  while (!(await query().catch(() => false))) await sleep(20);
};

it("survives the loss of idle connections and of one inside a transaction", async () => {
  const database = await opened({ url: server.url });
  const reached = Promise.withResolvers<void>();
  const proceed = Promise.withResolvers<void>();
  const cut = database.transaction(async (tx) => {
    await tx.query("select 1");
    reached.resolve();
    await proceed.promise;
    await tx.query("select 1");
  });
  await reached.promise;
  await database.sql.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'signalbox' and pid <> pg_backend_pid()",
  );
  await sleep(100);
  proceed.resolve();
  await expect(cut).rejects.toThrow();
  expect(await database.sql.query("select 1 as one")).toEqual([{ one: 1 }]);
});

it("ends a transaction that a frozen worker holds open", async () => {
  const database = await opened({ url: server.url });
  expect(await database.sql.query("show idle_in_transaction_session_timeout")).toEqual([{ idle_in_transaction_session_timeout: "1min" }]);
});

it("survives a crash of the server", async () => {
  const database = await opened({ url: server.url });
  await Promise.all([1, 2, 3, 4].map(() => database.sql.query("select pg_sleep(0.01)")));
  const refused = expect(database.sql.query("select pg_sleep(600)")).rejects.toThrow();
  const asleep = "select 1 from pg_stat_activity where query = 'select pg_sleep(600)' and state = 'active'";
  await until("the query", async () => (await database.sql.query(asleep)).length > 0);
  await Promise.all([refused, server.restart()]);
  await untilTrue(() => database.sql.query("select 1"));
});

it("listens again after a crash of the server, and calls onReconnect", async () => {
  const database = await opened({ url: server.url });
  const received: string[] = [];
  let subscriptions = 0;
  const unlisten = await database.listen(
    "news",
    (payload) => received.push(payload),
    () => subscriptions++,
  );
  expect(subscriptions).toBe(1);
  await server.restart();
  await untilTrue(async () => subscriptions === 2);
  await untilTrue(() => database.sql.query("select pg_notify('news', 'back')"));
  await untilTrue(async () => received.includes("back"));
  await unlisten();
});

it("closes while the server restarts and a listener reconnects", async () => {
  const database = await opened({ url: server.url });
  await database.listen(
    "news",
    () => {},
    () => {},
  );
  await server.restart();
  await database.close();
});

it("saves a checkpoint across a crash of the server", async () => {
  const database = await opened({ url: server.url });
  await prepareDatabase(database);
  const saver = new FencedSaver(database);
  const restarting = server.restart();
  await sleep(5); // the connections are gone, the server is not back
  const saved = await saver.put({ configurable: { thread_id: "t" } }, emptyCheckpoint(), { source: "input", step: -1, parents: {} }, {});
  await saver.putWrites(saved, [["channel", 1]], "task");
  await restarting;
  expect((await saver.getTuple({ configurable: { thread_id: "t" } }))?.pendingWrites).toEqual([["task", "channel", 1]]);
});

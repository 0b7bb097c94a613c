/** LISTEN on both databases, beside transactions that commit and roll back. */
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, it } from "vitest";
import type { Database } from "../../persistence/connection/database.ts";
import { describeOnBoth } from "../support/databases.ts";

const until = async (condition: () => boolean) => {
  while (!condition()) await sleep(5);
};

describeOnBoth("listen", (open) => {
  let database: Database;
  beforeAll(async () => {
    database = await open({ empty: true });
  });

  it("receives a transaction's notification when it commits, and none when it rolls back", async () => {
    const received: string[] = [];
    const unlisten = await database.listen(
      "a channel",
      (payload) => received.push(payload),
      () => {},
    );
    const failing = database.transaction(async (tx) => {
      await tx.query("select pg_notify('a channel', 'never')");
      throw new Error("no");
    });
    await failing.catch(() => {});
    await database.transaction(async (tx) => {
      await tx.query("select pg_notify('a channel', 'yes')");
      await sleep(20);
      expect(received).toEqual([]);
    });
    await until(() => received.length > 0);
    expect(received).toEqual(["yes"]);
    await unlisten();
    await database.sql.query("select pg_notify('a channel', 'too late')");
    await sleep(20);
    expect(received).toEqual(["yes"]);
  });

  it("lets the listener use the database even while the notifying transaction is ending", async () => {
    const answers: unknown[] = [];
    await database.listen(
      "work",
      () => void database.sql.query("select 1 as one").then((rows) => answers.push(rows)),
      () => {},
    );
    await database.transaction(async (tx) => {
      await tx.query("select pg_notify('work', '')");
    });
    await until(() => answers.length > 0);
    expect(answers).toEqual([[{ one: 1 }]]);
  });

  it("keeps a subscription that was requested during a transaction that rolls back", async () => {
    let count = 0;
    const begun = Promise.withResolvers<void>();
    const proceed = Promise.withResolvers<void>();
    const failing = database.transaction(async (tx) => {
      await tx.query("select 1");
      begun.resolve();
      await proceed.promise;
      throw new Error("no");
    });
    await begun.promise;
    const listening = database.listen(
      "beside",
      () => count++,
      () => {},
    );
    proceed.resolve();
    await failing.catch(() => {});
    await listening;
    await database.sql.query("select pg_notify('beside', '')");
    await until(() => count > 0);
  });
});

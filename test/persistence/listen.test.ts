import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { describeOnBoth } from "../support/databases.ts";

const until = async (condition: () => boolean) => {
  while (!condition()) await sleep(5);
};

describeOnBoth("listen", (open) => {
  it("hears what a transaction notifies when it commits, and nothing of one that rolls back", async () => {
    const database = await open({ empty: true });
    const heard: string[] = [];
    const unlisten = await database.listen(
      "a channel",
      (payload) => heard.push(payload),
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
      expect(heard).toEqual([]);
    });
    await until(() => heard.length > 0);
    expect(heard).toEqual(["yes"]);
    await unlisten();
    await database.sql.query("select pg_notify('a channel', 'too late')");
    await sleep(20);
    expect(heard).toEqual(["yes"]);
  });

  it("lets the listener use the database, even when the notifying transaction is only just ending", async () => {
    const database = await open({ empty: true });
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

  it("keeps a subscription that was asked for beside a transaction that rolls back", async () => {
    const database = await open({ empty: true });
    let heard = 0;
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const failing = database.transaction(async (tx) => {
      await tx.query("select 1");
      begun.resolve();
      await goOn.promise;
      throw new Error("no");
    });
    await begun.promise;
    const listening = database.listen(
      "beside",
      () => heard++,
      () => {},
    );
    goOn.resolve();
    await failing.catch(() => {});
    await listening;
    await database.sql.query("select pg_notify('beside', '')");
    await until(() => heard > 0);
  });
});

/** LISTEN uses the direct URL, which bypasses a pooler; everything else uses the other URL and leaves nothing in a session. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { freshPostgres, opened } from "../support/databases.ts";

it("listens by the direct URL and queries by the other", async () => {
  // two databases: a notification arrives only in its own
  const [pooled, direct] = [await freshPostgres({ empty: true }), await freshPostgres({ empty: true })];
  const database = await opened({ url: pooled.url, directUrl: direct.url });
  const received: string[] = [];
  const ready = Promise.withResolvers<void>();
  await database.listen("channel", (payload) => received.push(payload), ready.resolve);
  await ready.promise;
  const other = await opened(direct);
  await database.sql.query("select pg_notify('channel', 'by the pool')");
  await other.sql.query("select pg_notify('channel', 'direct')");
  while (received.length === 0) await sleep(5);
  expect(received).toEqual(["direct"]);
});

it("leaves nothing in a session when a direct URL is given, because there is a PgBouncer", async () => {
  const { url } = await freshPostgres();
  const leftIn = async (directUrl?: string) => {
    const { pool, sql, transaction } = await opened({ url, directUrl, maxConnections: 1 });
    await pool.query({ name: "named", text: "select 1" });
    const setting = "select current_setting('idle_in_transaction_session_timeout') as limit";
    const inside = await transaction((tx) => tx.query(setting));
    return { prepared: (await sql.query("select 1 from pg_prepared_statements")).length, outside: await sql.query(setting), inside };
  };
  const minute = [{ limit: "1min" }];
  expect(await leftIn()).toEqual({ prepared: 1, outside: minute, inside: minute });
  expect(await leftIn(`${url}?application_name=direct`)).toEqual({ prepared: 0, outside: [{ limit: "0" }], inside: minute });
});

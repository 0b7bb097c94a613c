/** LISTEN goes by the direct URL, past a pooler; everything else by the other. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { freshPostgres, opened } from "../support/databases.ts";

it("listens where the direct URL leads, and queries where the other does", async () => {
  // two databases: a notification arrives only in its own
  const [pooled, direct] = [await freshPostgres({ empty: true }), await freshPostgres({ empty: true })];
  const database = await opened({ url: pooled.url, directUrl: direct.url });
  const heard: string[] = [];
  const ready = Promise.withResolvers<void>();
  await database.listen("channel", (payload) => heard.push(payload), ready.resolve);
  await ready.promise;
  const other = await opened(direct);
  await database.sql.query("select pg_notify('channel', 'by the pool')");
  await other.sql.query("select pg_notify('channel', 'direct')");
  while (heard.length === 0) await sleep(5);
  expect(heard).toEqual(["direct"]);
});

/** The engine behind a PgBouncer in transaction mode, where one is installed: two processes' worth of runtimes share five sessions of Postgres. */
import { expect, it } from "vitest";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { startsOf } from "../../fixtures/steps.ts";
import { opened } from "../../support/databases.ts";
import { ownPostgres } from "../../support/servers/own-postgres.ts";
import { pgbouncerVersion, startPgbouncer } from "../../support/servers/pgbouncer.ts";
import { until } from "../../support/until.ts";

const RUNS = 40;

it.skipIf(!pgbouncerVersion())("runs, asks, decides and books once behind a PgBouncer", async () => {
  const server = await ownPostgres();
  const { url } = await startPgbouncer(server.folder, server.url, 5);
  const open = () => opened({ url, directUrl: server.url });
  const database = await until("PgBouncer answers", () => open().catch(() => undefined));
  await prepareDatabase(database);
  const timing = { deadAfterMs: 4_000, beatMs: 300 };
  const desks = [await deskOn(database, { timing }), await deskOn(await open(), { timing })] as const;
  const runs = await Promise.all(
    Array.from({ length: RUNS }, (_, run) => desks[run % 2 ? 0 : 1].begin({ script: { noAsk: true } }, "steps")),
  );
  for (const { thread_id } of runs) expect(await desks[0].settled(thread_id)).toBe("idle");
  expect(await database.sql.query("select 1 from signalbox.effects")).toHaveLength(RUNS * 6);
  const long = await desks[0].begin({ script: { noAsk: true, slow: "n2", slowMs: 6_000 } }, "steps");
  expect(await desks[0].settled(long.thread_id)).toBe("idle");
  expect(await startsOf(database, long.thread_id, "n2")).toBe(1);
  const { thread_id } = await desks[0].begin({ message: "a refund" });
  const { id } = await desks[0].question(thread_id);
  await desks[1].runtime.interrupts.decide({ id, decision: "approve", by: "lead", roles: ["lead"] });
  expect(await desks[0].settled(thread_id)).toBe("idle");
  expect(await desks[0].payments()).toHaveLength(1);
  const [pickUp] = await database.sql.query<{ p50: number; worst: number }>(
    "select percentile_cont(0.5) within group (order by ms) as p50, max(ms) as worst from (select extract(epoch from started_at - created_at)::float8 * 1000 as ms from signalbox.runs where graph_id = 'refund-desk') x",
  );
  console.log(`${pgbouncerVersion()}: pick-up p50 ${Math.round(pickUp?.p50 ?? 0)} ms, worst ${Math.round(pickUp?.worst ?? 0)} ms`);
  for (const { runtime } of desks) await runtime.stop();
});

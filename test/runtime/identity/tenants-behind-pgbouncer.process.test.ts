/** Row-level security behind a PgBouncer in transaction mode: two sessions of Postgres serve both tenants and the engine in turn, and none keeps whose it was. */
import { expect, it } from "vitest";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";
import { secureTenants } from "../../../persistence/schema/secure-tenants.ts";
import { checkTenants } from "../../../persistence/tenancy/check-tenants.ts";
import { opened } from "../../support/databases.ts";
import { ownPostgres } from "../../support/servers/own-postgres.ts";
import { pgbouncerVersion, startPgbouncer } from "../../support/servers/pgbouncer.ts";
import { until } from "../../support/until.ts";

it.skipIf(!pgbouncerVersion())("shows each tenant its own rows alone, and the engine all", async () => {
  const server = await ownPostgres();
  const { url } = await startPgbouncer(server.folder, server.url, 2);
  const open = () => opened({ url, directUrl: server.url });
  const database = await until("PgBouncer answers", () => open().catch(() => undefined));
  await prepareDatabase(database);
  await secureTenants(database);
  await checkTenants(database);
  for (const tenant of ["a", "b"])
    await database.sql.query("insert into signalbox.threads (id, tenant) values ('of ' || $1, $1)", [tenant]);
  /** Without saying whose. */
  const seenBy = async (tenant: string | undefined): Promise<string[]> => {
    const all = "select tenant from signalbox.threads order by tenant";
    const rows = tenant
      ? await database.transaction((tx) => tx.query<{ tenant: string }>(all), { tenant })
      : await database.sql.query<{ tenant: string }>(all);
    return rows.map((row) => row.tenant);
  };
  const askers = ["a", "b", undefined, "nobody"];
  const seen = await Promise.all(Array.from({ length: 200 }, async (_, at) => [askers[at % 4], await seenBy(askers[at % 4])] as const));
  for (const [asker, tenants] of seen) {
    const own = asker === "nobody" ? [] : [asker];
    expect([asker, tenants]).toEqual([asker, asker === undefined ? ["a", "b"] : own]);
  }
});

/** Where the tables are: chosen, found where they already are, refused by name, and beside other applications' tables. */
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import pg from "pg";
import { expect, it } from "vitest";
import type { Database } from "../../persistence/connection/database.ts";
import type { DatabaseOptions } from "../../persistence/open-database.ts";
import { openQueue } from "../../persistence/queue.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { deskOn } from "../fixtures/desk.ts";
import { freshPglite, freshPostgres, opened } from "../support/databases.ts";
import { isLongRun } from "../support/long-run.ts";

async function execute(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

async function prepare(database: Database): Promise<Database> {
  await prepareDatabase(database);
  await (await openQueue(database)).stop();
  return database;
}

const prepared = async (options: DatabaseOptions) => prepare(await opened(options));

/** As the versions that knew no schemas left a database. */
const preparedEarlier = async (url: string) =>
  prepare({ ...(await opened({ url, schema: "public" })), schemas: { own: "public", checkpoints: "public", queue: "signalbox_queue" } });

/** Which of three tables is in which schema. */
async function places({ plainSql }: Database): Promise<Record<string, string>> {
  const rows = await plainSql.query<{ schema: string; names: string }>(
    `select schemaname::text as schema, string_agg(tablename::text, ' ' order by tablename) as names from pg_tables
     where tablename in ('leases', 'checkpoints', 'job') group by 1`,
  );
  return Object.fromEntries(rows.map(({ schema, names }) => [schema, names]));
}

/** A paused and decided run: the queue, the checkpoints, the heartbeat and an application's own table. */
async function decides(database: Database): Promise<void> {
  const desk = await deskOn(database);
  const { thread_id } = await desk.begin({ message: "a refund" });
  const { id } = await desk.question(thread_id);
  await desk.runtime.interrupts.decide({ id, decision: "approve", by: "lead", roles: ["lead"] });
  expect(await desk.settled(thread_id)).toBe("idle");
  expect(await desk.payments()).toHaveLength(1);
  await desk.runtime.stop();
}

const searching = (url: string, path: string) => `${url}?options=${encodeURIComponent(`-c search_path=${path}`)}`;
const refusal = { code: "DATABASE_SCHEMA_UNUSABLE" };

it("puts everything into the schema `signalbox` of a new database", async () => {
  const { url } = await freshPostgres({ empty: true });
  const database = await prepared({ url });
  expect(await places(database)).toEqual({ signalbox: "checkpoints job leases" });
  await decides(database);
});

it("stays where the tables of an earlier version are, and so does the queue", async () => {
  const { url } = await freshPostgres({ empty: true });
  await preparedEarlier(url);
  const database = await prepared({ url });
  expect(await places(database)).toEqual({ public: "checkpoints leases", signalbox_queue: "job" });
  await decides(database);
});

it.each(isLongRun ? ["app", "My app", "user"] : ["My app"])("takes the schema %s by its option", async (schema) => {
  const { url } = await freshPostgres({ empty: true });
  const database = await prepared({ url, schema });
  expect(await places(database)).toEqual({ [schema]: "checkpoints job leases" });
  await decides(database);
  expect((await prepared({ url })).schemas).toEqual(database.schemas);
});

it("takes the same option on the embedded database", async () => {
  const { dataFolder } = await freshPglite({ empty: true });
  const database = await prepared({ dataFolder, schema: "app" });
  expect(await places(database)).toEqual({ app: "checkpoints job leases" });
  await decides(database);
});

it("takes the connection's own schema, which needs no privilege on the database, and leaves its search_path as it is", async () => {
  const { url } = await freshPostgres({ empty: true });
  const name = new URL(url).pathname.slice(1);
  await execute(
    url,
    `create role ${name}_app login password 'pw'; create schema app authorization ${name}_app; alter role ${name}_app set search_path = app;
     revoke create on schema public from public; revoke create on database ${name} from public`,
  );
  const database = await prepared({ url: Object.assign(new URL(url), { username: `${name}_app`, password: "pw" }).href });
  expect(await places(database)).toEqual({ app: "checkpoints job leases" });
  await decides(database);
  expect(await database.plainSql.query("select schemaname::text as schema from pg_tables where tablename = 'payments'")).toEqual([
    { schema: "app" },
  ]);
  await database.close();
  await execute(url, `drop owned by ${name}_app cascade; drop role ${name}_app`);
});

it.runIf(isLongRun)("takes the schema of a search_path in the URL, and refuses one that does not exist", async () => {
  const { url } = await freshPostgres({ empty: true });
  await expect(opened({ url: searching(url, "shop") })).rejects.toMatchObject({ ...refusal, message: expect.stringContaining('"shop"') });
  await execute(url, "create schema shop");
  const database = await prepared({ url: searching(url, "shop,public") });
  expect(await places(database)).toEqual({ shop: "checkpoints job leases" });
  await decides(database);
});

it.runIf(isLongRun)("works beside another application's tables in public, and refuses a schema in which a name is taken", async () => {
  const { url } = await freshPostgres({ empty: true });
  await execute(
    url,
    "create table threads (id int); create table runs (id int); create table job (id int); create schema shop; create table shop.job (i int)",
  );
  await expect(prepared({ url, schema: "public" })).rejects.toMatchObject({ ...refusal, message: expect.stringContaining('"job"') });
  await expect(prepared({ url: searching(url, "shop") })).rejects.toMatchObject({ ...refusal, message: expect.stringContaining('"job"') });
  await decides(await prepared({ url }));
});

it("uses the tables of LangGraph's own checkpointer where they are", async () => {
  const { url } = await freshPostgres({ empty: true });
  const pool = new pg.Pool({ connectionString: url });
  await new PostgresSaver(pool).setup();
  await pool.end();
  const database = await prepared({ url });
  expect(await places(database)).toEqual({ public: "checkpoints", signalbox: "job leases" });
  await decides(database);
});

it.runIf(isLongRun)("keeps two installations in one database apart, and asks which one is meant", async () => {
  const { url } = await freshPostgres({ empty: true });
  await preparedEarlier(url);
  const other = await prepared({ url, schema: "other" });
  expect(other.schemas).toEqual({ own: "other", checkpoints: "other", queue: "other" });
  await decides(other);
  expect((await prepared({ url, schema: "other" })).schemas.queue).toBe("other");
  expect((await prepared({ url, schema: "public" })).schemas.queue).toBe("signalbox_queue");
  await expect(opened({ url })).rejects.toMatchObject({ ...refusal, message: expect.stringContaining("other, public") });
});

it("says who must create the schema when the login may not", async () => {
  const { url } = await freshPostgres({ empty: true });
  const name = new URL(url).pathname.slice(1);
  await execute(url, `create role ${name}_poor login password 'pw'; revoke create on database ${name} from public`);
  const database = await opened({ url: Object.assign(new URL(url), { username: `${name}_poor`, password: "pw" }).href });
  await expect(prepareDatabase(database)).rejects.toMatchObject({
    ...refusal,
    message: expect.stringContaining('create schema "signalbox"'),
  });
  await database.close();
  await execute(url, `drop role ${name}_poor`);
});

it("needs no privilege to create where everything is up to date", async () => {
  const { url } = await freshPostgres();
  const name = new URL(url).pathname.slice(1);
  await execute(
    url,
    `create role ${name}_runs login password 'pw'; revoke create on database ${name} from public; grant usage on schema signalbox to ${name}_runs;
     grant select, insert, update, delete on all tables in schema signalbox to ${name}_runs; grant usage on all sequences in schema signalbox to ${name}_runs;
     create table payments (id int generated always as identity, amount int); grant all on payments to ${name}_runs`,
  );
  const database = await prepared({ url: Object.assign(new URL(url), { username: `${name}_runs`, password: "pw" }).href });
  await database.close();
  await execute(url, `drop owned by ${name}_runs cascade; drop role ${name}_runs`);
});

it.each(['quo"te', "dot.ted", "x".repeat(51)])("refuses the schema name %s", async (schema) => {
  const { url } = await freshPostgres({ empty: true });
  await expect(opened({ url, schema })).rejects.toMatchObject(refusal);
});

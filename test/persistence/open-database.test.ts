/** What openDatabase reports when a database cannot be opened. */
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, it } from "vitest";
import { openDatabase } from "../../persistence/open-database.ts";
import { freshPglite, freshPostgres, opened } from "../support/databases.ts";

const failureOf = (options: Parameters<typeof openDatabase>[0]) =>
  openDatabase(options).then(
    () => expect.fail("it opened"),
    (error) => error,
  );

const changed = async (change: (url: URL) => void) => {
  const url = new URL((await freshPostgres({ empty: true })).url);
  change(url);
  return url.href;
};

it("reports in one line which server does not answer, without the password", async () => {
  const error = await failureOf({ url: "postgres://me:geheim@127.0.0.1:1/app" });
  expect(error).toMatchObject({ code: "DATABASE_UNREACHABLE" });
  expect(error.message).toMatchInlineSnapshot(
    `"Postgres at 127.0.0.1:1/app does not answer: connect ECONNREFUSED 127.0.0.1:1. Start Postgres or correct DATABASE_URL; unset it to use the embedded database."`,
  );
  expect((await failureOf({ url: "postgres://me:geheim@no-such-host.invalid/app" })).message).toMatch(
    /^Postgres at no-such-host.invalid:5432\/app does not answer: .*(ENOTFOUND|EAI_AGAIN)/,
  );
});

it("does not repeat an invalid URL, which may contain a password", async () => {
  expect(await failureOf({ url: "geheim" })).toMatchObject({
    code: "DATABASE_URL_INVALID",
    message: expect.not.stringContaining("geheim"),
  });
});

it("distinguishes a refused login from a server that does not answer", async () => {
  const wrongPassword = await failureOf({ url: await changed((url) => Object.assign(url, { password: "geheim" })) });
  expect(wrongPassword).toMatchObject({
    code: "DATABASE_LOGIN_FAILED",
    message: expect.stringContaining("password authentication failed"),
  });
  expect(wrongPassword.message).not.toContain("geheim");
  const noPassword = await failureOf({ url: await changed((url) => Object.assign(url, { password: "" })) });
  expect(noPassword).toMatchObject({ code: "DATABASE_LOGIN_FAILED" });
  const noDatabase = await failureOf({ url: await changed((url) => Object.assign(url, { pathname: "/nowhere" })) });
  expect(noDatabase).toMatchObject({
    code: "DATABASE_LOGIN_FAILED",
    message: expect.stringContaining('database "nowhere" does not exist'),
  });
});

it("reports that the data folder cannot be created", async () => {
  const file = join(mkdtempSync(join(inject("run").folder, "open-")), "file");
  writeFileSync(file, "");
  expect(await failureOf({ dataFolder: join(file, "data") })).toMatchObject({
    code: "DATABASE_UNREACHABLE",
    message: expect.stringContaining("SIGNALBOX_DATA"),
  });
});

it("reports that the data folder contains something else, and releases its lock", async () => {
  const { dataFolder } = await freshPglite({ empty: true });
  writeFileSync(join(dataFolder, "db/PG_VERSION"), "9.1\n");
  expect(await failureOf({ dataFolder })).toMatchObject({
    code: "DATABASE_UNREACHABLE",
    message: expect.stringContaining("does not open"),
  });
  expect(readdirSync(dataFolder).filter((name) => name.startsWith("lock-"))).toEqual([]);
});

it("starts again and deletes nothing when a first start was killed", async () => {
  const dataFolder = mkdtempSync(join(inject("run").folder, "open-"));
  mkdirSync(join(dataFolder, "db/base"), { recursive: true });
  writeFileSync(join(dataFolder, "db/PG_VERSION"), "");
  const database = await opened({ dataFolder });
  expect(await database.sql.query("select 1 as one")).toEqual([{ one: 1 }]);
  expect(readdirSync(dataFolder).filter((name) => name.startsWith("db-incomplete"))).toHaveLength(1);
});

it.each([
  ["another database", "mysql://me:geheim@db/app", /begins with mysql: and Signalbox needs a Postgres/],
  ["several hosts", "postgres://me:geheim@a:5432,b:5432/app", /names several hosts.*HAProxy/],
  ["a choice of hosts", "postgres://me:geheim@a/app?target_session_attrs=read-write", /names several hosts.*one DNS name/],
  ["a schema that the driver ignores", "postgres://me:geheim@a/app?schema=mine", /Set SIGNALBOX_SCHEMA=mine/],
  ["a password that is not encoded", "postgres://me:ge%heim@a:b/app", /Percent-encode/],
])("refuses %s in the URL, before it connects, and says what to write", async (_, url, message) => {
  const error = await failureOf({ url });
  expect(error).toMatchObject({ code: "DATABASE_URL_INVALID", message: expect.stringMatching(message) });
  expect(error.message).not.toContain("geheim");
});

it("names a database that does not exist", async () => {
  const error = await failureOf({ url: await changed((url) => Object.assign(url, { pathname: "/no_such_database" })) });
  expect(error.message).toContain("no_such_database");
});

/** Fills the disk of its embedded database, by a limit on the size of its files, and empties it again. Argument: the data folder. Prints what was answered. */
import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "../../../persistence/open-database.ts";

const database = await openDatabase({ dataFolder: process.argv[2] });
const { sql } = database;
const limit = (soft: string) => execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${soft}:`]);
const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => "done",
    (error: { code?: unknown; facts?: { reason?: unknown } }) => `${error.code}: ${error.facts?.reason}`,
  );
const count = async () => (await sql.query<{ count: string }>("select count(*) from kept"))[0]?.count;

const heard: string[] = [];
await database.listen(
  "news",
  (payload) => heard.push(payload),
  () => {},
);
await sql.query("create table kept (x text)");
await sql.query("insert into kept values ('before')");
await sql.query("select pg_notify('news', 'before')");
limit("4096");
const full = [
  await codeOf(sql.query("insert into kept values ('full')")),
  await codeOf(database.transaction((tx) => tx.query("insert into kept values ('full')"))),
  await codeOf(count()),
];
limit("unlimited");
const again = [await count()];
await sql.query("insert into kept values ('after')");
again.push(await count());
await sql.query("select pg_notify('news', 'after')");
await sleep(200);
await database.close();
console.log(JSON.stringify({ full, again, heard }));

/** An embedded database whose folder is removed, or whose disk answers every write with an error. Arguments: the data folder and which. Prints what was answered, and how long that took. */
import fs from "node:fs";
import { openDatabase } from "../../../persistence/open-database.ts";

const [, , dataFolder = "", how] = process.argv;
const { sql, transaction } = await openDatabase({ dataFolder });
await sql.query("create table kept (x text)");
if (how === "removed") fs.rmSync(dataFolder, { recursive: true });
else {
  const broken = () => {
    throw Object.assign(new Error("EIO: i/o error"), { code: "EIO", errno: -5, syscall: how });
  };
  Object.assign(fs, { writeSync: broken, fsyncSync: broken, ftruncateSync: broken });
}
const answers: string[] = [];
const ask = async (asked: () => Promise<unknown>) => {
  const began = performance.now();
  const answer = await asked().then(
    () => "done",
    (error: { code?: unknown }) => String(error.code),
  );
  answers.push(performance.now() - began > 20_000 ? "late" : answer);
};
// enough that what is in memory must be written
for (let n = 0; n < 3; n++) {
  await ask(() => sql.query("insert into kept select repeat('x', 1000) from generate_series(1, 30000)"));
  await ask(() => transaction((tx) => tx.query("create table more (x text)")));
  await ask(() => sql.query("checkpoint"));
  await ask(() => sql.query("select count(*) from kept"));
}
console.log(JSON.stringify(answers));
process.exit(0);

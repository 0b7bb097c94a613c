/** Opens the data folder of its argument, prints "open" or the error's code and message, and keeps it open until stdin ends. */
import { SignalboxError } from "../../../language/issues/errors.ts";
import { openDatabase } from "../../../persistence/open-database.ts";

try {
  const database = await openDatabase({ dataFolder: process.argv[2] });
  await database.sql.query("create table if not exists marks (pid int)");
  await database.sql.query("insert into marks values ($1)", [process.pid]);
  console.log("open");
  process.stdin.on("end", () => void database.close().then(() => console.log("closed"))).resume();
} catch (error) {
  console.log(error instanceof SignalboxError ? `${error.code} ${error.message}` : error);
}

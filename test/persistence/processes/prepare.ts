/** Prepares the database of its argument and prints how many migrations it applied. */
import { openDatabase } from "../../../persistence/open-database.ts";
import { prepareDatabase } from "../../../persistence/schema/prepare-database.ts";

const database = await openDatabase({ url: process.argv[2] });
console.log((await prepareDatabase(database)).length);
await database.close();

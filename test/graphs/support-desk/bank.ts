/** The example's bank in memory: its own migrations on an in-memory embedded database. */
import type { Database } from "../../../persistence/connection/database.ts";
import { openDatabase } from "../../../persistence/open-database.ts";
import { migrate } from "../../../persistence/schema/migrate.ts";

export async function openBank(): Promise<Database> {
  const database = await openDatabase({ dataFolder: "memory://" });
  await migrate(database, { namespace: "support-desk", folder: new URL("../../../graphs/support-desk/migrations", import.meta.url) });
  return database;
}

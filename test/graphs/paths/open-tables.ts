/** A graph's own tables in memory: its migrations on an in-memory embedded database. */
import type { Database } from "../../../persistence/connection/database.ts";
import { openDatabase } from "../../../persistence/open-database.ts";
import { migrate } from "../../../persistence/schema/migrate.ts";

export async function openTables(graph: string): Promise<Database> {
  const database = await openDatabase({ dataFolder: "memory://" });
  await migrate(database, { namespace: graph, folder: new URL(`../../../graphs/${graph}/migrations`, import.meta.url) });
  return database;
}

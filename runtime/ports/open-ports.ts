/** The embedded database behind lazy ports, opened and migrated. */
import type { Logger } from "../../language/registry/context.ts";
import type { Ports } from "../../nodes/call/ports.ts";
import { openDatabase } from "../../persistence/open-database.ts";
import { migrate } from "../../persistence/schema/migrate.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { databasePorts } from "./ports.ts";

export interface LazyPortsOptions {
  /** The embedded database's folder. Studio needs a separate one: only one process can open a folder. */
  readonly dataFolder: string;
  /** Name → folder of the application's own migrations. */
  readonly migrations?: Readonly<Record<string, URL>>;
}

export async function openPorts({ dataFolder, migrations = {} }: LazyPortsOptions, log: Logger): Promise<Ports> {
  const database = await openDatabase({ dataFolder, log });
  await prepareDatabase(database);
  for (const [namespace, folder] of Object.entries(migrations)) await migrate(database, { namespace, folder });
  return databasePorts(database, { log });
}

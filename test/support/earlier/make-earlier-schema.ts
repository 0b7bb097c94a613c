/** The tables as an earlier version had them, where it had them: until migration 0008 in `public`, and the queue in a schema of its own. */
import { openDatabase } from "../../../persistence/open-database.ts";
import { applyOwnMigrations } from "../../../persistence/schema/apply-own-migrations.ts";
import { ownMigrations } from "../../../persistence/schema/own-migrations.ts";

/** `last`: the number of its last migration. */
export async function makeEarlierSchema(url: string, last: number): Promise<void> {
  const opened = await openDatabase({ url, schema: "public" });
  const database = { ...opened, schemas: { own: "public", checkpoints: "public", queue: "signalbox_queue" } };
  await applyOwnMigrations(
    database,
    ownMigrations().filter(({ number }) => number <= last),
  );
  await opened.close();
}

/** Signalbox's own migrations. The build puts what this reads into the code: a bundle has no folder of SQL files beside it. */
import { type Migration, readMigrations } from "./read-migrations.ts";

export const ownMigrations = (): readonly Migration[] => readMigrations(new URL("../migrations/", import.meta.url));

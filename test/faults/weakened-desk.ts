/** A refund desk on a fresh Postgres, with some protections off. */

import { type Desk, type DeskOptions, deskOn } from "../engine/desk.ts";
import { freshPostgres, opened } from "../support/databases.ts";
import { type Protection, weaken } from "./weaken.ts";

export async function weakenedDesk(
  without: readonly Protection[],
  { url, ...options }: DeskOptions & { url?: string } = {},
): Promise<Desk & { url: string }> {
  const where = url ?? (await freshPostgres()).url;
  const database = await opened({ url: where });
  weaken(database, without);
  return { ...(await deskOn(database, options)), url: where };
}

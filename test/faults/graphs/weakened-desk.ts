/** A refund desk and the suite's own graphs on a fresh Postgres, with some protections off. */

import { type Desk, type DeskOptions, deskOn } from "../../fixtures/desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { type Protection, weaken } from "../trouble/weaken.ts";
import { suiteGraphs } from "./suite-graphs.ts";

export interface SuiteDesk extends Desk {
  readonly url: string;
}

export async function weakenedDesk(
  without: readonly Protection[],
  { url, ...options }: DeskOptions & { url?: string } = {},
): Promise<SuiteDesk> {
  const where = url ?? (await freshPostgres()).url;
  const database = await opened({ url: where });
  weaken(database, without);
  return { ...(await deskOn(database, { graphs: suiteGraphs(database), ...options })), url: where };
}

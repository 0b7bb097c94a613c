/** A refund desk and the suite's own graphs on a fresh Postgres, with some protections off. */
import { type Desk, type DeskOptions, deskOn } from "../../fixtures/desk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { disableProtections, type Protection } from "../inject/disable-protections.ts";
import { suiteGraphs } from "./suite-graphs.ts";

export interface FaultDesk extends Desk {
  readonly url: string;
}

export async function faultDesk(
  without: readonly Protection[],
  { url, ...options }: DeskOptions & { url?: string } = {},
): Promise<FaultDesk> {
  const where = url ?? (await freshPostgres()).url;
  const database = await opened({ url: where });
  disableProtections(database, without);
  return { ...(await deskOn(database, { graphs: suiteGraphs(database), ...options })), url: where };
}

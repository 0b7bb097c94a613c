/** Deletes temporary threads some time after their run, so that late readers can still read the result. */
import { deleteThread } from "../../persistence/statements/threads/delete-thread.ts";
import { findTemporaryThreads } from "../../persistence/statements/upkeep/find-temporary-threads.ts";
import { forEngine } from "../../persistence/tenancy/tenant-sql.ts";
import type { Services } from "../services.ts";
import { KEEP_TEMPORARY_MS } from "../timing.ts";
import { tryEach } from "./try-each.ts";

export async function deleteTemporaryThreads(services: Pick<Services, "database" | "log">): Promise<void> {
  const { database } = services;
  const items = await findTemporaryThreads(database.sql, KEEP_TEMPORARY_MS);
  await tryEach(services, { lookOut: "temporary thread", items, idOf: ({ id }) => id }, ({ id, tenant }) =>
    forEngine(database, tenant).transaction((tx) => deleteThread(tx, id)),
  );
}

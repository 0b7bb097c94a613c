/** Deletes threads whose time to live is over. */
import { findExpiredThreads } from "../../persistence/statements/upkeep/find-expired-threads.ts";
import { engineActing } from "../identity/acting.ts";
import type { Services } from "../services.ts";
import { deleteThreadIn } from "../threads/delete-thread.ts";
import { tryEach } from "./try-each.ts";

export async function deleteExpiredThreads(services: Services): Promise<void> {
  const items = await findExpiredThreads(services.database.sql);
  await tryEach(services, { lookOut: "expired thread", items, idOf: ({ id }) => id }, ({ id, tenant }) => {
    const { database, caller } = engineActing(services, tenant, "system:ttl");
    return database.transaction((tx) => deleteThreadIn(tx, id, { caller }));
  });
}

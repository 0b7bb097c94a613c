/** What the engine removes from time to time. */
import { forgetOldKeys } from "../../persistence/statements/idempotency/keys.ts";
import { forgetRevokedLinks } from "../../persistence/statements/links/revoke-link.ts";
import { forgetSetAside } from "../../persistence/statements/set-aside.ts";
import { deleteExpiredItems } from "../../persistence/statements/store/delete-expired-items.ts";
import { forgetOldWebhooks } from "../../persistence/statements/webhooks/send-webhooks.ts";
import { LONGEST_LINK_MS } from "../links/make-link.ts";
import type { Services } from "../services.ts";
import { deleteExpiredThreads } from "./expired-threads.ts";
import { forgetEvents } from "./forget-events.ts";
import { deleteTemporaryThreads } from "./temporary-threads.ts";

export function sweepsOf(services: Services): (() => Promise<void>)[] {
  const { sql } = services.database;
  return [
    () => deleteTemporaryThreads(services),
    () => deleteExpiredThreads(services),
    () => deleteExpiredItems(sql),
    () => forgetSetAside(sql),
    () => forgetEvents(services),
    () => forgetOldKeys(sql),
    () => forgetOldWebhooks(sql),
    () => forgetRevokedLinks(sql, LONGEST_LINK_MS),
  ];
}

/** What a look-out does for all that it found: what fails is set aside with a growing pause, so that it never keeps the rest waiting. */

import { messageOf } from "../../language/issues/thrown.ts";
import { type LookOut, setAside } from "../../persistence/statements/set-aside.ts";
import type { Services } from "../services.ts";

interface Found<Item> {
  readonly lookOut: LookOut;
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => string;
  /** How many are tried at once. */
  readonly together?: number;
}

export async function tryEach<Item>(
  services: Pick<Services, "database" | "log">,
  { lookOut, items, idOf, together = 1 }: Found<Item>,
  act: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await act(item).catch((error: unknown) => leave(services, { lookOut, id: idOf(item), error }));
  };
  await Promise.all(Array.from({ length: together }, lane));
}

/** Only the process that sets it aside reports it. */
async function leave(
  { database, log }: Pick<Services, "database" | "log">,
  { lookOut, id, error }: { lookOut: LookOut; id: string; error: unknown },
): Promise<void> {
  const aside = await setAside(database.sql, lookOut, id);
  if (aside) log.error(`a ${lookOut} failed and is set aside`, { id, ...aside, reason: messageOf(error) });
}

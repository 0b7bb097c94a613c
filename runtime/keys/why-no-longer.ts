/** Why whoever made a cron may no longer start runs: the key that they had is not valid now. */
import type { Sql } from "../../language/registry/context.ts";
import type { CronMaker } from "../../persistence/statements/crons/rows.ts";
import { useKey } from "../../persistence/statements/keys/use-key.ts";

/** Undefined: the key is valid, or it was another credential. */
export async function whyKeyNoLonger(sql: Sql, { via }: Pick<CronMaker, "via">): Promise<string | undefined> {
  const id = via.startsWith("key:") ? via.slice("key:".length) : undefined;
  if (id === undefined || (await useKey(sql, id))) return undefined;
  return `the API key ${id} is revoked or no longer valid`;
}

/** A thread follows another definition from now on. In a transaction that holds the thread's row. */
import type { Sql } from "../../../language/registry/context.ts";

export interface Following {
  readonly threadId: string;
  readonly definitionHash: string;
  readonly path: readonly unknown[];
}

export async function followDefinition(tx: Sql, { threadId, definitionHash, path }: Following): Promise<void> {
  await tx.query("update signalbox.threads set definition_hash = $2, last_path = $3::json, updated_at = clock_timestamp() where id = $1", [
    threadId,
    definitionHash,
    JSON.stringify(path),
  ]);
}

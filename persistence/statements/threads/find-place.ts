/** Whose a thread is and how urgent. */
import type { Sql } from "../../../language/registry/context.ts";

export async function findPlace(tx: Sql, threadId: string): Promise<{ tenant: string | null; priority: number } | undefined> {
  const [row] = await tx.query<{ tenant: string | null; priority: number }>("select tenant, priority from threads where id = $1", [
    threadId,
  ]);
  return row;
}

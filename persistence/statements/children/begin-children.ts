/** Takes the next child threads of a visit that have not begun, first items first. Each is taken once. */
import type { Sql } from "../../../language/registry/context.ts";

export interface BegunChild {
  readonly thread_id: string;
  readonly input: unknown;
}

export async function beginChildren(
  tx: Sql,
  { parentId, task, count }: { parentId: string; task: string; count: number },
): Promise<BegunChild[]> {
  return tx.query<BegunChild>(
    `update children set status = 'started' where thread_id in (
       select thread_id from children where parent_id = $1 and task = $2 and status = 'waiting' order by index limit $3 for update skip locked)
     returning thread_id, input`,
    [parentId, task, Math.min(count, 2_147_483_647)],
  );
}

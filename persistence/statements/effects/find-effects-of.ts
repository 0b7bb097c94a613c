/** The effects that took place on some threads, in their order. */
import type { Sql } from "../../../language/registry/context.ts";

export interface DoneEffect {
  readonly node: string;
  readonly key: string;
  readonly output: unknown;
}

export async function findEffectsOf(sql: Sql, threadIds: readonly string[]): Promise<DoneEffect[]> {
  return sql.query<DoneEffect>(
    "select node, key, output from signalbox.effects where thread_id = any($1) and state = 'done' order by at, key",
    [threadIds],
  );
}

/** Writes down what became of an intended effect, if the writer still holds the thread. */
import type { Sql } from "../../../language/registry/context.ts";
import { type Epoch, fenceOf } from "../../fence.ts";

export interface EffectEnd {
  readonly key: string;
  readonly threadId: string;
  readonly epoch: Epoch;
  readonly state: "done" | "unknown";
  /** Of one that is done; undefined when it gave nothing. */
  readonly output?: unknown;
}

/** False: the fence refused it. */
export async function settleEffect(sql: Sql, { key, threadId, epoch, state, output }: EffectEnd): Promise<boolean> {
  const rows = await sql.query(
    `with ${fenceOf(epoch)},
     settled as (update effects set state = $4, output = $5::json from ok where key = $3 and state <> 'done')
     select 1 from ok`,
    [threadId, epoch ?? null, key, state, output === undefined ? null : JSON.stringify(output)],
  );
  return rows.length === 1;
}

/** Threads that would continue under the definition that they follow: by graph, by definition and by the node where they wait. */
import type { Sql } from "../../../language/registry/context.ts";

const stopsToWait = "t.status = 'idle' and t.last_path -> -1 ->> 'target' = 'wait'";

/** The thread is named `t`: it runs, waits for a person, or stopped with `wait` in the middle of a turn. */
export const isLive = `(t.status in ('busy', 'interrupted') or ${stopsToWait})`;

export interface LiveThreads {
  readonly graph: string;
  readonly definition: string;
  /** Null while a run works on them. */
  readonly node: string | null;
  readonly threads: number;
}

/** `graphId` null: of all graphs. */
export function countLiveThreads(sql: Sql, graphId: string | null): Promise<LiveThreads[]> {
  return sql.query<LiveThreads>(
    `select t.graph_id as graph, t.definition_hash as definition, coalesce(i.node, w.node) as node, count(distinct t.id)::int as threads
     from signalbox.threads t
     left join signalbox.interrupts i on i.thread_id = t.id and i.status = 'pending'
     left join lateral (select t.last_path -> -1 ->> 'node' as node where ${stopsToWait}) w on true
     where ($1::text is null or t.graph_id = $1) and t.definition_hash is not null and ${isLive}
     group by 1, 2, 3 order by 4 desc, 1, 2, 3`,
    [graphId],
  );
}

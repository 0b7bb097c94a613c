/** Open questions that graphs built by hand have asked: by graph, by node and by the code that asked. */
import type { Sql } from "../../../language/registry/context.ts";
import type { AskedBy } from "./rows.ts";

export interface HandBuiltQuestions {
  readonly graph: string;
  /** Of the declared graph around it; null: the thread's graph itself is built by hand. */
  readonly definition: string | null;
  readonly node: string | null;
  /** Of one of them. Null: an older program has asked. */
  readonly asked_by: AskedBy | null;
  readonly threads: number;
}

export function countHandBuiltQuestions(sql: Sql): Promise<HandBuiltQuestions[]> {
  return sql.query<HandBuiltQuestions>(
    `select t.graph_id as graph, t.definition_hash as definition, i.node, min(i.asked_by::text)::json as asked_by, count(distinct t.id)::int as threads
     from signalbox.interrupts i join signalbox.threads t on t.id = i.thread_id
     where i.status = 'pending' and t.graph_id is not null and (i.asked_by is not null or t.definition_hash is null)
     group by t.graph_id, t.definition_hash, i.node, i.asked_by ->> 'shape' order by 5 desc, 1, 3`,
  );
}

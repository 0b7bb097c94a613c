/** How the child threads of a visit stand: undefined when there are none, the ends once all have ended. */
import type { Sql } from "../../../language/registry/context.ts";
import type { Path } from "../../../language/terms/step.ts";
import type { RunFailure } from "../runs/rows.ts";

export interface ChildEndRow {
  readonly index: number;
  readonly id: string;
  readonly last_values: Record<string, unknown> | null;
  readonly path: Path | null;
  readonly error: RunFailure | null;
}

export type ChildEnds =
  | { readonly kind: "none" }
  | { readonly kind: "unfinished" }
  | { readonly kind: "ended"; readonly ends: ChildEndRow[] };

export async function findChildEnds(sql: Sql, parentId: string, task: string): Promise<ChildEnds> {
  const [count] = await sql.query<{ all: number; unfinished: number }>(
    `select count(*)::int as all, count(*) filter (where status <> 'ended')::int as unfinished from signalbox.children where parent_id = $1 and task = $2`,
    [parentId, task],
  );
  if (!count || count.all === 0) return { kind: "none" };
  if (count.unfinished > 0) return { kind: "unfinished" };
  const ends = await sql.query<ChildEndRow>(
    `select c.index, t.id, t.last_values, t.last_path as path, r.error
     from signalbox.children c join signalbox.threads t on t.id = c.thread_id
     left join lateral (select error from signalbox.runs where thread_id = c.thread_id order by created_at desc limit 1) r on true
     where c.parent_id = $1 and c.task = $2 order by c.index`,
    [parentId, task],
  );
  return { kind: "ended", ends };
}

/** Marks a thread as busy with a graph, under a definition. Metadata and config are added to what it has. */
import type { Sql } from "../../../language/registry/context.ts";

export interface Beginning {
  readonly threadId: string;
  readonly graphId: string;
  readonly assistantId: string;
  readonly definitionHash: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
}

export async function beginOnThread(tx: Sql, beginning: Beginning): Promise<void> {
  await tx.query(
    `update threads set status = 'busy', graph_id = $2, assistant_id = $3, definition_hash = $4, metadata = metadata || $5::jsonb,
       config = config || $6::jsonb, updated_at = clock_timestamp() where id = $1`,
    [
      beginning.threadId,
      beginning.graphId,
      beginning.assistantId,
      beginning.definitionHash,
      JSON.stringify(beginning.metadata),
      JSON.stringify(beginning.config),
    ],
  );
}

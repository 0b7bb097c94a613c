/** One run of a thread. */
import type { Sql } from "../../../language/registry/context.ts";

export type RunStatus = "pending" | "running" | "success" | "error" | "interrupted" | "timeout";

export interface RunFailure {
  /** A code of the catalogue, or the thrown error's name. */
  readonly error: string;
  readonly message: string;
  /** What models used for the visit that failed, which has no step in the path. */
  readonly spent?: VisitUsage;
}

export interface VisitUsage {
  readonly node: string;
  readonly attempts: number;
  readonly tokens?: number;
  readonly usd?: number;
  readonly unpriced?: number;
}

export interface RunRow {
  readonly id: string;
  readonly thread_id: string;
  readonly graph_id: string;
  readonly assistant_id: string;
  readonly kind: "input" | "resume" | "signal" | "retry";
  readonly payload: {
    readonly input?: unknown;
    readonly command?: unknown;
    readonly resume?: Readonly<Record<string, unknown>>;
    readonly signal?: string;
  };
  readonly kwargs: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly multitask_strategy: string;
  /** Who asked for it, where that was said. */
  readonly requested_by: string | null;
  /** The queue's; null while the run is held. */
  readonly job: string | null;
  readonly status: RunStatus;
  readonly starts: number;
  readonly base: string | null;
  readonly cancel: boolean;
  /** Of a cancelled run: its checkpoints go too. */
  readonly rollback: boolean;
  readonly error: RunFailure | null;
  readonly path: unknown[] | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly started_at: Date | null;
  readonly ended_at: Date | null;
}

/** `threadId` null: whatever thread it is on. */
export async function findRun(sql: Sql, runId: string, threadId: string | null): Promise<RunRow | undefined> {
  const [row] = await sql.query<RunRow>("select * from runs where id = $1 and ($2::text is null or thread_id = $2)", [runId, threadId]);
  return row;
}

/** The path that a thread took: one list of steps for each turn, the current turn last. */
import type { Path } from "../../language/terms/step.ts";
import { findPaths } from "../../persistence/statements/runs/find-paths.ts";
import type { VisitUsage } from "../../persistence/statements/runs/rows.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import type { Acting } from "../identity/acting.ts";
import { pathIn } from "../protocol/path-in.ts";
import { threadNotFound } from "../protocol/refusals.ts";

export interface ThreadPath {
  readonly thread_id: string;
  readonly turns: readonly Turn[];
}

export interface Turn {
  /** The run that began the turn, and those that resumed it. Empty: the thread was created with this turn. */
  readonly run_ids: readonly string[];
  readonly path: Path;
}

interface RunPath {
  readonly run_id: string;
  readonly path: Path;
  /** The cost of a visit that failed and therefore has no step. */
  readonly spent: VisitUsage | null;
}

/** Includes what each run added to the path. */
interface TurnOfRuns extends Turn {
  readonly runs: readonly RunPath[];
}

/** A turn begins with an input; its last run has all its steps. Those of an active run are in the checkpoint. */
export async function threadPath(
  { database, saver }: Acting,
  threadId: string,
): Promise<Omit<ThreadPath, "turns"> & { turns: readonly TurnOfRuns[] }> {
  const thread = await findThread(database.sql, threadId);
  if (!thread) throw threadNotFound(threadId);
  const turns: RunPath[][] = [];
  const found = await findPaths(database.sql, threadId);
  // a history that the thread was given
  if (found.length === 0 && thread.last_path) return { thread_id: threadId, turns: [{ run_ids: [], path: thread.last_path, runs: [] }] };
  const last = found.findLastIndex(({ began }) => began);
  for (const [index, { id, kind, path, spent }] of found.entries()) {
    const isUnderWay = index === last && thread.status === "busy";
    const known = path ?? (isUnderWay ? await pathNow(saver, threadId) : undefined);
    const current = turns.at(-1);
    if (kind === "input" || !current) turns.push([{ run_id: id, path: known ?? [], spent }]);
    else current.push({ run_id: id, path: known ?? current.at(-1)?.path ?? [], spent });
  }
  return { thread_id: threadId, turns: turns.map(turnOf) };
}

/** A run's path is that of its turn so far. */
function turnOf(runs: readonly RunPath[]): TurnOfRuns {
  return {
    run_ids: runs.map(({ run_id }) => run_id),
    path: runs.at(-1)?.path ?? [],
    runs: runs.map(({ run_id, path, spent }, index) => ({ run_id, spent, path: path.slice(runs[index - 1]?.path.length ?? 0) })),
  };
}

async function pathNow(saver: Acting["saver"], threadId: string): Promise<Path | undefined> {
  const tuple = await saver.getTuple({ configurable: { thread_id: threadId } });
  return pathIn(tuple);
}

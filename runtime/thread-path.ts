/** The path that a thread took: one list of steps for each turn, the one under way last. */
import type { Path } from "../compile/path.ts";
import { PATH } from "../nodes/internal-channels.ts";
import { findPaths } from "../persistence/statements/find-paths.ts";
import { findThread } from "../persistence/statements/find-thread.ts";
import { threadNotFound } from "./refusals.ts";
import type { Services } from "./services.ts";

export interface ThreadPath {
  readonly thread_id: string;
  readonly turns: readonly Turn[];
}

export interface Turn {
  /** The run that began the turn, and those that resumed it. */
  readonly run_ids: readonly string[];
  readonly path: Path;
}

/** A turn begins with an input; its last run has all its steps. Of a run under way they are in the checkpoint. */
export async function threadPath({ database, saver }: Services, threadId: string): Promise<ThreadPath> {
  const thread = await findThread(database.sql, threadId);
  if (!thread) throw threadNotFound(threadId);
  const turns: { run_ids: string[]; path: Path }[] = [];
  for (const { id, kind, path } of await findPaths(database.sql, threadId)) {
    const current = turns.at(-1);
    if (kind === "input" || !current) turns.push({ run_ids: [id], path: (path ?? []) as Path });
    else {
      current.run_ids.push(id);
      current.path = (path as Path | null) ?? current.path;
    }
  }
  const last = turns.at(-1);
  if (last && thread.status === "busy") last.path = (await pathNow(saver, threadId)) ?? last.path;
  return { thread_id: threadId, turns };
}

async function pathNow(saver: Services["saver"], threadId: string): Promise<Path | undefined> {
  const tuple = await saver.getTuple({ configurable: { thread_id: threadId } });
  return tuple?.checkpoint.channel_values[PATH] as Path | undefined;
}

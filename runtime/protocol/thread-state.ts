/** A thread's state in the protocol's names. */
import type { StateSnapshot } from "@langchain/langgraph";
import { plainJson, withoutInternal } from "./plain-json.ts";

export interface Checkpoint {
  readonly thread_id: string;
  readonly checkpoint_ns: string;
  readonly checkpoint_id: string;
  readonly checkpoint_map: Record<string, unknown> | null;
}

export interface ThreadTask {
  readonly id: string;
  readonly name: string;
  readonly error: string | null;
  readonly interrupts: readonly { id?: string; value?: unknown }[];
  readonly path: unknown;
  readonly checkpoint: unknown;
  readonly state: ThreadState | null;
  readonly result: unknown;
}

export interface ThreadState {
  readonly values: unknown;
  readonly next: readonly string[];
  readonly tasks: readonly ThreadTask[];
  readonly metadata?: Record<string, unknown>;
  readonly created_at: string | null;
  readonly checkpoint: Checkpoint | null;
  readonly parent_checkpoint: Checkpoint | null;
}

/** Of a thread that no run has ever written to. */
export const emptyState: ThreadState = { values: {}, next: [], tasks: [], created_at: null, checkpoint: null, parent_checkpoint: null };

interface Config {
  readonly configurable?: Record<string, unknown> | undefined;
}

export function checkpointOf(config: Config | undefined): Checkpoint | null {
  const { thread_id, checkpoint_id, checkpoint_ns, checkpoint_map } = config?.configurable ?? {};
  if (typeof thread_id !== "string" || typeof checkpoint_id !== "string") return null;
  return {
    thread_id,
    checkpoint_id,
    checkpoint_ns: typeof checkpoint_ns === "string" ? checkpoint_ns : "",
    checkpoint_map: (checkpoint_map as Record<string, unknown> | undefined) ?? null,
  };
}

export function threadStateOf(snapshot: StateSnapshot): ThreadState {
  const { checkpoint_ns, ...metadata } = (snapshot.metadata ?? {}) as Record<string, unknown>;
  return plainJson<ThreadState>({
    values: withoutInternal(snapshot.values),
    next: snapshot.next,
    tasks: snapshot.tasks.map(taskOf),
    metadata: snapshot.metadata && { ...metadata, ...(checkpoint_ns ? { checkpoint_ns } : {}) },
    created_at: snapshot.createdAt ?? null,
    checkpoint: checkpointOf(snapshot.config),
    parent_checkpoint: checkpointOf(snapshot.parentConfig),
  });
}

function taskOf(task: StateSnapshot["tasks"][number]): unknown {
  const inner = task.state as (StateSnapshot & Config) | undefined;
  return {
    id: task.id,
    name: task.name,
    error: task.error == null ? null : messageOf(task.error),
    interrupts: task.interrupts,
    path: task.path,
    checkpoint: inner?.configurable ?? null,
    state: inner && "values" in inner ? threadStateOf(inner) : null,
    result: withoutInternal((task as { result?: unknown }).result ?? null),
  };
}

const messageOf = (error: unknown): string => (error as { message?: string }).message ?? JSON.stringify(error);

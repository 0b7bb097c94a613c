/** A thread's state in the protocol's names. */
import type { StateSnapshot } from "@langchain/langgraph";
import { bounded } from "../../language/issues/thrown.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { asAskedToday } from "../../nodes/agent/approval/as-asked-today.ts";
import { isAwaitsTime } from "../../nodes/sleep.ts";
import { plainJson, plainValues, withoutInternal } from "./plain-json.ts";

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

/** The state of a thread that no run has written to. */
export const emptyState: ThreadState = { values: {}, next: [], tasks: [], created_at: null, checkpoint: null, parent_checkpoint: null };

/** `config`: what LangGraph names a checkpoint by. */
export function checkpointOf(config: unknown): Checkpoint | null {
  const configurable = isRecord(config) && isRecord(config.configurable) ? config.configurable : {};
  const { thread_id, checkpoint_id, checkpoint_ns, checkpoint_map } = configurable;
  if (typeof thread_id !== "string" || typeof checkpoint_id !== "string") return null;
  return {
    thread_id,
    checkpoint_id,
    checkpoint_ns: typeof checkpoint_ns === "string" ? checkpoint_ns : "",
    checkpoint_map: isRecord(checkpoint_map) ? checkpoint_map : null,
  };
}

export function threadStateOf(snapshot: StateSnapshot): ThreadState {
  const { checkpoint_ns, ...metadata } = { checkpoint_ns: undefined, ...snapshot.metadata };
  const others = plainJson({
    next: snapshot.next,
    tasks: snapshot.tasks.map(taskOf),
    ...(snapshot.metadata && { metadata: { ...metadata, ...(checkpoint_ns ? { checkpoint_ns } : {}) } }),
    created_at: snapshot.createdAt ?? null,
    checkpoint: checkpointOf(snapshot.config),
    parent_checkpoint: checkpointOf(snapshot.parentConfig),
  });
  return { values: plainValues(withoutInternal(snapshot.values)), ...others };
}

type SnapshotTask = StateSnapshot["tasks"][number] & { readonly result?: unknown };

function taskOf({ id, name, error, interrupts, path, state: inner = {}, result = null }: SnapshotTask): ThreadTask {
  return {
    ...{ id, name, path },
    interrupts: interrupts
      .filter(({ value }) => !isAwaitsTime(value))
      .map((interrupt) => ({ ...interrupt, value: asAskedToday(interrupt.value) })),
    error: error == null ? null : messageOf(error),
    checkpoint: ("configurable" in inner && inner.configurable) || null,
    state: "values" in inner ? threadStateOf(inner) : null,
    result: withoutInternal(result),
  };
}

const messageOf = (error: unknown): string =>
  bounded(isRecord(error) && typeof error.message === "string" ? error.message : (JSON.stringify(error) ?? String(error)));

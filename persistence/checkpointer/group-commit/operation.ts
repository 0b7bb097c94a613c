/** What a run stores of one thread, under the thread's lease: a checkpoint, a task's writes, or the start of a node. */
import type { Epoch } from "../../fence.ts";
import type { EventBatch } from "../../statements/events/rows.ts";

interface UnderLease {
  readonly threadId: string;
  readonly epoch: Epoch;
}

/** `blob` is undefined for a channel that is empty. */
export interface StoredValue {
  readonly channel: string;
  readonly type: string;
  readonly blob: Uint8Array | undefined;
}

export interface StoredChannel extends StoredValue {
  readonly version: string;
  /** Of what is stored as a change, the version that was changed: it must be there. */
  readonly base: string | undefined;
}

export interface PutOperation extends UnderLease {
  readonly kind: "put";
  readonly namespace: string;
  readonly checkpointId: string;
  readonly parentId: string | undefined;
  /** JSON, without the values of the channels. */
  readonly checkpoint: string;
  /** JSON. */
  readonly metadata: string;
  readonly blobs: readonly StoredChannel[];
  /** What the run has emitted since it was last written: with the checkpoint, a crash does not part them. */
  readonly events: EventBatch | undefined;
}

export interface WritesOperation extends UnderLease {
  readonly kind: "writes";
  readonly namespace: string;
  readonly checkpointId: string;
  readonly taskId: string;
  /** Where it stands in its step. */
  readonly taskPath: string;
  /** An error, interrupt or resume value replaces the earlier one; a channel's write never does. */
  readonly replace: boolean;
  readonly writes: readonly (StoredValue & { readonly index: number })[];
}

export interface StartOperation extends UnderLease {
  readonly kind: "start";
  /** A UUID of version 7, given once: a start that is sent again is the same one. */
  readonly ref: string;
  readonly tenant: string;
  readonly run: string;
  readonly node: string;
  readonly taskId: string;
}

export type Operation = PutOperation | WritesOperation | StartOperation;

/** What one statement cannot hold twice: the order of two checkpoints, or which of two writes replaces the other, would be open. */
export function placeOf(operation: Operation): string | undefined {
  if (operation.kind === "start") return undefined;
  const { threadId, namespace } = operation;
  return JSON.stringify(operation.kind === "put" ? [threadId, namespace] : [threadId, namespace, operation.checkpointId, operation.taskId]);
}

/**
 * Whether a checkpoint may be in one statement with the one before it at its place. Its parent is looked for instead in the place of that one's, so
 * that both are stored or none. What a list was stored against must be in the database before.
 */
export const follows = (operation: Operation, before: Operation): boolean =>
  operation.kind === "put" &&
  before.kind === "put" &&
  operation.parentId === before.checkpointId &&
  operation.epoch === before.epoch &&
  [operation, before].every(({ blobs }) => blobs.every(({ base }) => base === undefined));

const lengthOf = (values: readonly StoredValue[]): number => values.reduce((sum, { blob }) => sum + (blob?.length ?? 0), 0);

/** About how many bytes it takes on its way. */
export function sizeOf(operation: Operation): number {
  if (operation.kind === "start") return 200;
  if (operation.kind === "writes") return lengthOf(operation.writes) + 200;
  const { checkpoint, metadata, blobs, events } = operation;
  return checkpoint.length + metadata.length + lengthOf(blobs) + (events?.body.length ?? 0);
}

/** In messages. */
export function nameOf(operation: Operation): string {
  if (operation.kind === "put") return "A checkpoint";
  return operation.kind === "writes" ? "A task's write" : `The start of node ${operation.node}`;
}

/** Chooses which of the waiting operations go out in one statement. */
import { follows, type Operation, placeOf, sizeOf } from "./operation.ts";

/** An operation whose caller waits. */
export interface Waiting {
  readonly operation: Operation;
  /** Of the process's monotonic clock, in milliseconds. */
  readonly since: number;
  /** From when on it is worth a statement of its own; before, it goes out with others. */
  dueAt: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const MOST_OPERATIONS = 512;
/** More in one statement would not be faster, and holds its threads for longer. */
const MOST_BYTES = 8 * 1024 * 1024;

/** In their order. What is not chosen holds back whatever its thread has behind it, so that a thread's statements follow each other. */
export function nextBatch(waiting: readonly Waiting[], busyThreads: ReadonlySet<string>): { batch: Waiting[]; rest: Waiting[] } {
  const batch: Waiting[] = [];
  const rest: Waiting[] = [];
  const heldBack = new Set<string>();
  const places = new Map<string, Operation>();
  let bytes = 0;
  for (const one of waiting) {
    const { threadId } = one.operation;
    const place = placeOf(one.operation);
    const size = sizeOf(one.operation);
    const before = place === undefined ? undefined : places.get(place);
    const isFull = batch.length >= MOST_OPERATIONS || (batch.length > 0 && bytes + size > MOST_BYTES);
    if (isFull || busyThreads.has(threadId) || heldBack.has(threadId) || (before && !follows(one.operation, before))) {
      heldBack.add(threadId);
      rest.push(one);
      continue;
    }
    if (place !== undefined) places.set(place, one.operation);
    bytes += size;
    batch.push(one);
  }
  return { batch, rest };
}

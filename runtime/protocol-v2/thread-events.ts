/** A thread's runs as one stream of protocol v2, read from the event log: the same events in every process, live and later. */
import { isRecord } from "../../language/schema/is-record.ts";
import { CANCELLED } from "../../persistence/statements/events/tell-cancelled.ts";
import { readThread } from "../event-log/follow-events.ts";
import { attemptOf, beginOf, END, LEG_SPAN, type LogEvent } from "../event-log/log-event.ts";
import type { Acting } from "../identity/acting.ts";
import type { Threads } from "../threads/threads.ts";
import { type EventFilter, isWanted } from "./event-filter.ts";
import { Projection, type Recorded } from "./projection.ts";
import type { ProtocolEvent } from "./protocol-event.ts";
import { beginOfRun, waitsForChildren } from "./run-facts.ts";
import { endOf, endOfEpoch, epochOf } from "./sequence.ts";

export interface ThreadReader {
  readonly services: Acting;
  /** The caller's: other tenants' threads do not exist for it. */
  readonly threads: Pick<Threads, "metadataOf">;
  readonly threadId: string;
}

interface Reading {
  readonly filter: EventFilter;
  readonly signal?: AbortSignal;
}

/** How often a thread that does not exist is looked for. */
const LOOK_MS = 1_000;

export async function* threadEvents(reader: ThreadReader, { filter, signal }: Required<Reading>): AsyncGenerator<ProtocolEvent> {
  const { services, threadId } = reader;
  if (!(await untilItExists(reader, signal))) return;
  const projection = new Projection();
  for await (const logged of readThread(services.events, threadId, { after: startOf(filter), signal }))
    yield* projection.of(await recordedOf(reader, logged)).filter((event) => isWanted(event, filter));
}

/** What is in the log now, and no more. */
export async function* keptEvents(reader: ThreadReader, { filter, signal }: Reading): AsyncGenerator<ProtocolEvent> {
  const { services, threads, threadId } = reader;
  const newest = (await exists(threads, threadId)) ? await services.events.newest(threadId) : undefined;
  const after = startOf(filter);
  if (newest === undefined || newest.place <= (after ?? -1)) return;
  const projection = new Projection();
  for await (const logged of readThread(services.events, threadId, { after, signal })) {
    if (logged.place > newest.place) return;
    yield* projection.of(await recordedOf(reader, logged)).filter((event) => isWanted(event, filter));
    if (logged.place === newest.place) return;
  }
}

/** No event of the thread until now has a greater `seq`; 0 if it has none. */
export async function lastSequence({ services, threads, threadId }: ThreadReader): Promise<number> {
  // first: a foreign thread must not take one statement more than an unknown one
  const newest = (await exists(threads, threadId)) ? await services.events.newest(threadId) : undefined;
  if (newest === undefined) return 0;
  return newest.isOver ? endOfEpoch(newest.place) : endOf(newest.place);
}

/** An attempt is read from its beginning: what is open in it is known from there. */
const startOf = ({ since }: EventFilter): number | undefined => (since === undefined ? undefined : beginOf(epochOf(since)));

async function recordedOf({ services, threadId }: ThreadReader, logged: LogEvent): Promise<Recorded> {
  const { runId, id, place, event, at } = logged;
  const data = await logged.data();
  const more =
    event === "metadata" || event === CANCELLED
      ? await beginOfRun(services, threadId, runId)
      : event === END && { waits: await waitsForChildren(services, runId) };
  return { runId, place, attempt: attemptOf(id % LEG_SPAN), event, at, data: more ? { ...(isRecord(data) && data), ...more } : data };
}

/** False: the reader has gone before. It learns nothing of a thread that another tenant has. */
async function untilItExists({ services, threads, threadId }: ThreadReader, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const changed = services.events.changed({ timeoutMs: LOOK_MS, signal });
    if (await exists(threads, threadId)) return true;
    await changed;
  }
  return false;
}

const exists = async (threads: ThreadReader["threads"], threadId: string): Promise<boolean> =>
  (await threads.metadataOf(threadId)) !== undefined;

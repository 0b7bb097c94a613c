/** Reads checkpoints with the values of their channels and the writes after them, in the order in which the database took them. */
import { type CheckpointMetadata, TASKS } from "@langchain/langgraph-checkpoint";
import { pagesOf, type Sized } from "../read-in-pages.ts";
import { boundaryAt, newestFirst, olderThan } from "./checkpoint-order.ts";
import type { RunStatement } from "./checkpoint-statements.ts";

/** As PostgresSaver's own methods take it: with names and types as bytes. */
export interface StoredCheckpoint {
  readonly thread_id: string;
  readonly checkpoint_ns: string;
  readonly checkpoint_id: string;
  readonly parent_checkpoint_id: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: LangGraph's own JSON, in the format that its version `v` says
  readonly checkpoint: any;
  readonly metadata: CheckpointMetadata;
  channel_values: [Uint8Array, Uint8Array, Uint8Array][];
  readonly pending_writes: [Uint8Array, Uint8Array, Uint8Array, Uint8Array][];
}

const columns = `c.thread_id, c.checkpoint, c.checkpoint_ns, c.checkpoint_id, c.parent_checkpoint_id, c.metadata,
  (select array_agg(array[b.channel::bytea, b.type::bytea, b.blob]) from jsonb_each_text(c.checkpoint -> 'channel_versions') version
   join signalbox.checkpoint_blobs b on b.thread_id = c.thread_id and b.checkpoint_ns = c.checkpoint_ns and b.channel = version.key and b.version = version.value) as channel_values,
  (select array_agg(array[w.task_id::text::bytea, w.channel::bytea, w.type::bytea, w.blob] order by w.task_id, w.idx) from signalbox.checkpoint_writes w
   where w.thread_id = c.thread_id and w.checkpoint_ns = c.checkpoint_ns and w.checkpoint_id = c.checkpoint_id) as pending_writes`;

export interface CheckpointAt {
  readonly threadId: string;
  readonly namespace: string;
  /** Undefined: the last one. */
  readonly id: string | undefined;
}

const last = `select ${columns} from signalbox.checkpoints c where c.thread_id = $1 and c.checkpoint_ns = $2 order by ${newestFirst} limit 1`;
const named = `select ${columns} from signalbox.checkpoints c where c.thread_id = $1 and c.checkpoint_ns = $2 and c.checkpoint_id = $3`;

export async function readCheckpoint(run: RunStatement, { threadId, namespace, id }: CheckpointAt): Promise<StoredCheckpoint | undefined> {
  const at = [threadId, namespace];
  const [row] = await run<StoredCheckpoint>(id ? { text: named, values: [...at, id] } : { text: last, values: at });
  return row;
}

/** What is undefined restricts nothing. */
export interface CheckpointQuery extends Partial<Omit<CheckpointAt, "id">> {
  readonly id?: string | undefined;
  /** Contained in the metadata. */
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
  /** Only those that are older than this one, which may be of another namespace of the thread. */
  readonly before?: string | undefined;
  readonly limit?: number | undefined;
}

/** What is asked for at once: their ids and sizes. */
const KEYS_AT_ONCE = 100;

interface CheckpointKey extends Sized {
  readonly thread_id: string;
  readonly checkpoint_ns: string;
  readonly checkpoint_id: string;
}

/** The newest first. Read about a megabyte at a time, while they are taken. */
export async function* listCheckpoints(run: RunStatement, query: CheckpointQuery): AsyncGenerator<StoredCheckpoint> {
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  let before = query.before;
  while (left > 0) {
    const limit = Math.min(left, KEYS_AT_ONCE);
    const keys = await findKeys(run, { ...query, before, limit });
    for (const page of pagesOf(keys)) yield* await readCheckpoints(run, page);
    if (keys.length < limit) return;
    left -= keys.length;
    before = keys.at(-1)?.checkpoint_id;
  }
}

/** A blob's length is known without reading it. */
const bytes = `(select coalesce(sum(octet_length(b.blob)), 0) from jsonb_each_text(c.checkpoint -> 'channel_versions') version
   join signalbox.checkpoint_blobs b on b.thread_id = c.thread_id and b.checkpoint_ns = c.checkpoint_ns and b.channel = version.key and b.version = version.value)
  + (select coalesce(sum(octet_length(w.blob)), 0) from signalbox.checkpoint_writes w
     where w.thread_id = c.thread_id and w.checkpoint_ns = c.checkpoint_ns and w.checkpoint_id = c.checkpoint_id)`;

async function findKeys(run: RunStatement, query: CheckpointQuery): Promise<CheckpointKey[]> {
  const { threadId, namespace, id, filter, before, limit } = query;
  const values: unknown[] = [];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const thread = threadId === undefined ? undefined : parameter(threadId);
  const cursor = before === undefined ? undefined : parameter(before);
  const conditions = [
    ...(thread ? [`c.thread_id = ${thread}`] : []),
    ...(namespace === undefined ? [] : [`c.checkpoint_ns = ${parameter(namespace)}`]),
    ...(id === undefined ? [] : [`c.checkpoint_id = ${parameter(id)}`]),
    ...(filter && Object.keys(filter).length > 0 ? [`c.metadata @> ${parameter(JSON.stringify(filter))}`] : []),
    ...(cursor ? [olderThan(cursor)] : []),
  ];
  const boundary = cursor ? `, ${boundaryAt(cursor, thread && `b.thread_id = ${thread}`)}` : "";
  const where = conditions.length > 0 ? `where ${conditions.join(" and ")}` : "";
  const found = `select c.* from signalbox.checkpoints c${boundary} ${where} order by ${newestFirst} limit ${parameter(limit)}`;
  const text = `select c.thread_id, c.checkpoint_ns, c.checkpoint_id, (${bytes})::float8 as bytes from (${found}) c order by ${newestFirst}`;
  return run<CheckpointKey>({ text, values });
}

const those = `select ${columns} from unnest($1::text[], $2::text[], $3::text[]) key (thread_id, checkpoint_ns, checkpoint_id)
  join signalbox.checkpoints c using (thread_id, checkpoint_ns, checkpoint_id) order by ${newestFirst}`;

async function readCheckpoints(run: RunStatement, keys: readonly CheckpointKey[]): Promise<StoredCheckpoint[]> {
  const values = [keys.map((key) => key.thread_id), keys.map((key) => key.checkpoint_ns), keys.map((key) => key.checkpoint_id)];
  return run<StoredCheckpoint>({ text: those, values });
}

const sends = `select array_agg(array[type::bytea, blob] order by task_id, idx) as sends from signalbox.checkpoint_writes
  where thread_id = $1 and checkpoint_id = $2 and channel = '${TASKS}'`;

/** Of a checkpoint in LangGraph's older format: its parent holds them. */
export async function readPendingSends(run: RunStatement, threadId: string, parent: string): Promise<[Uint8Array, Uint8Array][]> {
  const [row] = await run<{ sends: [Uint8Array, Uint8Array][] | null }>({ text: sends, values: [threadId, parent] });
  return row?.sends ?? [];
}

/** Reads checkpoints with the values of their channels and the writes after them, in the order in which the database took them. */
import { type CheckpointMetadata, TASKS } from "@langchain/langgraph-checkpoint";
import { pagesOf, type Sized } from "../../read-in-pages.ts";
import { boundaryAt, newestFirst, olderThan } from "../checkpoint-order.ts";
import type { RunStatement } from "../checkpoint-statements.ts";
import { type BlobRows, keyOf, placeOf, StoredBlobs } from "./stored-blobs.ts";

/** A row, as the database has it. */
export interface CheckpointRow {
  readonly thread_id: string;
  readonly checkpoint_ns: string;
  readonly checkpoint_id: string;
  readonly parent_checkpoint_id: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: LangGraph's own JSON, in the format that its version `v` says
  readonly checkpoint: any;
  readonly metadata: CheckpointMetadata;
  /** Each with the length of its value in `write_bytes`. Null: none. */
  readonly writes: readonly [task: string, channel: string, type: string, length: number][] | null;
  readonly write_bytes: Uint8Array | null;
}

export interface StoredCheckpoint {
  readonly row: CheckpointRow;
  /** Has those that the checkpoint needs. */
  readonly blobs: StoredBlobs;
}

/** The bytes of all writes come as one value, cut by their lengths: the driver reads an array of bytea letter by letter. */
const columns = `c.thread_id, c.checkpoint, c.checkpoint_ns, c.checkpoint_id, c.parent_checkpoint_id, c.metadata, w.writes, w.write_bytes`;
const writesOfC = `lateral (
  select json_agg(json_build_array(task_id, channel, type, octet_length(blob))) as writes, string_agg(blob, ''::bytea) as write_bytes from (
    select * from signalbox.checkpoint_writes w where w.thread_id = c.thread_id and w.checkpoint_ns = c.checkpoint_ns and w.checkpoint_id = c.checkpoint_id
    order by coalesce(w.task_path, '') collate "C", w.task_id collate "C", w.idx
  ) ordered
) w`;

/** With the earlier versions that those of the checkpoint are stored against. `offset 0`: each is looked up by its key, whatever the planner expects. */
const blobsOfC = `lateral (
  with recursive parts as (
    select b.channel, b.version, b.type, b.base, b.blob from jsonb_each_text(c.checkpoint -> 'channel_versions') version
    join signalbox.checkpoint_blobs b on b.thread_id = c.thread_id and b.checkpoint_ns = c.checkpoint_ns and b.channel = version.key and b.version = version.value
    union all
    select b.* from parts cross join lateral (
      select b.channel, b.version, b.type, b.base, b.blob from signalbox.checkpoint_blobs b
      where b.thread_id = c.thread_id and b.checkpoint_ns = c.checkpoint_ns and b.channel = parts.channel and b.version = parts.base offset 0
    ) b
  )
  select json_agg(json_build_array(c.thread_id, c.checkpoint_ns, channel, version, type, base, octet_length(blob))) as blobs, string_agg(blob, ''::bytea) as blob_bytes from parts
) v`;

export interface CheckpointAt {
  readonly threadId: string;
  readonly namespace: string;
  /** Undefined: the last one. */
  readonly id: string | undefined;
}

const oneOf = (found: string): string =>
  `select ${columns}, v.blobs, v.blob_bytes from (select * from signalbox.checkpoints c where ${found}) c cross join ${blobsOfC} cross join ${writesOfC}`;
const last = oneOf(`c.thread_id = $1 and c.checkpoint_ns = $2 and signalbox.by_key(c.thread_id) order by ${newestFirst} limit 1`);
const named = oneOf("c.thread_id = $1 and c.checkpoint_ns = $2 and c.checkpoint_id = $3 and signalbox.by_key(c.thread_id)");

export async function readCheckpoint(run: RunStatement, { threadId, namespace, id }: CheckpointAt): Promise<StoredCheckpoint | undefined> {
  const at = [threadId, namespace];
  const [row] = await run<CheckpointRow & BlobRows>(
    id ? { name: "signalbox-read-one", text: named, values: [...at, id] } : { name: "signalbox-read-last", text: last, values: at },
  );
  return row && { row, blobs: new StoredBlobs().add(row) };
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
  readonly versions: Readonly<Record<string, string | number>> | null;
}

/** The newest first. Read about a megabyte at a time, while they are taken. What a list has in common with that of a newer one is read once. */
export async function* listCheckpoints(run: RunStatement, query: CheckpointQuery): AsyncGenerator<StoredCheckpoint> {
  const blobs = new StoredBlobs();
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  let before = query.before;
  while (left > 0) {
    const limit = Math.min(left, KEYS_AT_ONCE);
    const keys = await findKeys(run, { ...query, before, limit });
    for (const page of pagesOf(keys)) {
      // in this order: of a checkpoint that is still there after it, all values were there
      await readBlobs(run, page, blobs);
      const rows = await readRows(run, page);
      for (const row of rows) yield { row, blobs };
      blobs.keepLists();
    }
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
  const text = `select c.thread_id, c.checkpoint_ns, c.checkpoint_id, c.checkpoint -> 'channel_versions' as versions, (${bytes})::float8 as bytes from (${found}) c order by ${newestFirst}`;
  return run<CheckpointKey>({ text, values });
}

const keysOfPage = "unnest($1::text[], $2::text[], $3::text[]) key (thread_id, checkpoint_ns, checkpoint_id)";
const those = `select ${columns} from ${keysOfPage} join signalbox.checkpoints c using (thread_id, checkpoint_ns, checkpoint_id) cross join ${writesOfC} order by ${newestFirst}`;

const theseBlobs = `with recursive parts as (
  select thread_id, checkpoint_ns, channel, version, b.base
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) key (thread_id, checkpoint_ns, channel, version) join signalbox.checkpoint_blobs b using (thread_id, checkpoint_ns, channel, version)
  union
  select parts.thread_id, parts.checkpoint_ns, parts.channel, b.* from parts cross join lateral (
    select b.version, b.base from signalbox.checkpoint_blobs b
    where b.thread_id = parts.thread_id and b.checkpoint_ns = parts.checkpoint_ns and b.channel = parts.channel and b.version = parts.base offset 0
  ) b
)
select json_agg(json_build_array(thread_id, checkpoint_ns, channel, version, type, base, octet_length(blob))) as blobs, string_agg(blob, ''::bytea) as blob_bytes
from (
  select parts.*, b.type, b.blob from parts cross join lateral (
    select b.type, b.blob from signalbox.checkpoint_blobs b
    where b.thread_id = parts.thread_id and b.checkpoint_ns = parts.checkpoint_ns and b.channel = parts.channel and b.version = parts.version offset 0
  ) b
) b`;

const valuesOf = (keys: readonly CheckpointKey[]): string[][] => [
  keys.map((key) => key.thread_id),
  keys.map((key) => key.checkpoint_ns),
  keys.map((key) => key.checkpoint_id),
];

const readRows = (run: RunStatement, page: readonly CheckpointKey[]): Promise<CheckpointRow[]> =>
  run<CheckpointRow>({ text: those, values: valuesOf(page) });

/** What all of these checkpoints have in common is read once, and not at all if it is known. */
async function readBlobs(run: RunStatement, page: readonly CheckpointKey[], known: StoredBlobs): Promise<void> {
  const columns: [string[], string[], string[], string[]] = [[], [], [], []];
  const asked = new Set<string>();
  for (const { thread_id: threadId, checkpoint_ns: namespace, versions } of page)
    for (const [channel, version] of Object.entries(versions ?? {})) {
      const key = keyOf(placeOf({ threadId, namespace, channel }), String(version));
      if (asked.has(key) || known.has(key)) continue;
      asked.add(key);
      for (const [index, part] of [threadId, namespace, channel, String(version)].entries()) columns[index]?.push(part);
    }
  const [read] = await run<BlobRows>({ text: theseBlobs, values: columns });
  if (read) known.add(read);
}

const sends = `select array_agg(array[type::bytea, blob] order by task_id, idx) as sends from signalbox.checkpoint_writes
  where thread_id = $1 and checkpoint_id = $2 and channel = '${TASKS}'`;

/** Of a checkpoint in LangGraph's older format: its parent holds them. */
export async function readPendingSends(run: RunStatement, threadId: string, parent: string): Promise<[Uint8Array, Uint8Array][]> {
  const [row] = await run<{ sends: [Uint8Array, Uint8Array][] | null }>({ text: sends, values: [threadId, parent] });
  return row?.sends ?? [];
}

/** Operations as the parameters of the statement that stores them: a few relations, each column of which is an array, and all bytes in $1. */
import { INTERRUPT } from "@langchain/langgraph-checkpoint";
import type { Operation, PutOperation } from "./operation.ts";

/** Their columns, with the types. `known` is the checkpoint that must be there. `n` is the operation's number among all. Bytes are cut out of $1, from `…_at`, which counts from 0; null is null. */
const relations = {
  asked: {
    ...{
      n: "int",
      kind: "text",
      thread: "text",
      lease: "text",
      namespace: "text",
      checkpoint: "text",
      parent: "text",
      known: "text",
      task: "text",
      path: "text",
    },
    ...{ replaces: "boolean", asks: "boolean", state_at: "int", state_length: "int", metadata_at: "int", metadata_length: "int" },
  },
  blobs: { n: "int", channel: "text", version: "text", type: "text", base: "text", blob_at: "int", blob_length: "int" },
  writes: { n: "int", idx: "int", channel: "text", type: "text", blob_at: "int", blob_length: "int" },
  events: {
    ...{ n: "int", tenant: "text", run: "text", first: "bigint", last: "bigint", open_from: "bigint", at: "double precision" },
    ...{ body_at: "int", body_length: "int" },
  },
  starts: { n: "int", ref: "uuid", tenant: "text", run: "text", node: "text" },
} as const;

export type RelationName = keyof typeof relations;
type Row<Of extends RelationName> = { readonly [Column in keyof (typeof relations)[Of]]: string | number | boolean | null };

const columnsOf = (name: RelationName): [column: string, type: string][] => Object.entries(relations[name]);

/**
 * A relation in the statement, under its name, where the statement has those named in `used`. Postgres cannot see through the `select` how
 * long the arrays are: it would plan a statement with few rows anew each time, which costs more than it saves.
 */
export function given(name: RelationName, used: readonly RelationName[]): string {
  const before = used.slice(0, used.indexOf(name)).reduce((count, earlier) => count + columnsOf(earlier).length, 1);
  const [first, ...others] = columnsOf(name).map(([, type], index) => `$${before + index + 1}::${type}[]`);
  const columns = columnsOf(name).map(([column]) => column);
  return `unnest((select ${first}), ${others.join(", ")}) as ${name} (${columns.join(", ")})`;
}

/** The bytes that a row's columns `…_at` and `…_length` name. */
export const bytesOf = (row: string, name: string): string => `substr($1::bytea, ${row}.${name}_at + 1, ${row}.${name}_length)`;

export function valuesOf(operations: readonly Operation[], used: readonly RelationName[]): unknown[] {
  const bytes = new Bytes();
  const rows: { readonly [Of in RelationName]: Row<Of>[] } = { asked: [], blobs: [], writes: [], events: [], starts: [] };
  const known = new Map<string, string | undefined>();
  for (const [index, operation] of operations.entries()) {
    const n = index + 1;
    rows.asked.push(askedRow({ n, operation, bytes, known }));
    if (operation.kind === "put") {
      rows.blobs.push(
        ...operation.blobs.map(({ blob, base, ...named }) => ({ n, ...named, base: base ?? null, ...bytes.add("blob", blob) })),
      );
      if (operation.events) rows.events.push(eventRow(n, operation.events, bytes));
    } else if (operation.kind === "writes") {
      const rowOf = ({ index: idx, blob, channel, type }: (typeof operation.writes)[number]) => ({
        n,
        idx,
        channel,
        type,
        ...bytes.add("blob", blob),
      });
      rows.writes.push(...operation.writes.map(rowOf));
    } else {
      const { ref, tenant, run, node } = operation;
      rows.starts.push({ n, ref, tenant, run, node });
    }
  }
  return [
    bytes.whole(),
    ...used.flatMap((name) => columnsOf(name).map(([column]) => rows[name].map((row) => row[column as keyof typeof row]))),
  ];
}

const none = { checkpoint: null, namespace: null, parent: null, known: null, task: null, path: null, replaces: false, asks: false };
const noBytes = { state_at: null, state_length: null, metadata_at: null, metadata_length: null };

interface Asked {
  readonly n: number;
  readonly operation: Operation;
  readonly bytes: Bytes;
  /** By checkpoint of the same statement, the one that must be there for it. */
  readonly known: Map<string, string | undefined>;
}

function askedRow({ n, operation, bytes, known }: Asked): Row<"asked"> {
  const { kind, threadId: thread, epoch } = operation;
  const row = { n, kind, thread, lease: epoch === undefined ? null : String(epoch), ...none, ...noBytes };
  if (operation.kind === "start") return { ...row, task: operation.taskId };
  const { namespace, checkpointId: checkpoint } = operation;
  if (operation.kind === "put") {
    const { parentId: parent } = operation;
    const placeOf = (id: string | undefined) => JSON.stringify([thread, namespace, id]);
    const mustBeThere = known.has(placeOf(parent)) ? known.get(placeOf(parent)) : parent;
    known.set(placeOf(checkpoint), mustBeThere);
    return {
      ...{ ...row, namespace, checkpoint, parent: parent ?? null, known: mustBeThere ?? null },
      ...{ ...bytes.add("state", operation.checkpoint), ...bytes.add("metadata", operation.metadata) },
    };
  }
  const { taskId: task, taskPath: path, replace: replaces, writes } = operation;
  return { ...row, namespace, checkpoint, task, path, replaces, asks: writes.some(({ channel }) => channel === INTERRUPT) };
}

function eventRow(n: number, batch: NonNullable<PutOperation["events"]>, bytes: Bytes): Row<"events"> {
  const { tenant, runId: run, first, last, openFrom: open_from, at, body } = batch;
  return { n, tenant, run, first, last, open_from, at, ...bytes.add("body", body) };
}

class Bytes {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** Columns that say where it is. */
  add<Column extends string>(
    column: Column,
    part: Uint8Array | string | undefined,
  ): { [At in `${Column}_at` | `${Column}_length`]: number | null };
  add(column: string, part: Uint8Array | string | undefined): Record<string, number | null> {
    if (part === undefined) return { [`${column}_at`]: null, [`${column}_length`]: null };
    const bytes = typeof part === "string" ? Buffer.from(part) : part;
    const at = this.#length;
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return { [`${column}_at`]: at, [`${column}_length`]: bytes.length };
  }

  whole(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

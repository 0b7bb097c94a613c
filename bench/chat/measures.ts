/** What a turn of a conversation costs as it grows: in process with a checkpointer alone, and over HTTP. */
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import pg from "pg";
import { compileGraph } from "../../compile/compile-graph.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { databasePorts } from "../../runtime/ports/ports.ts";
import { createApp } from "../../server/app.ts";
import { listen } from "../../server/listen.ts";
import { consoleLog } from "../../telemetry/log.ts";
import { memoryPorts } from "../../testkit/memory/memory-ports.ts";
import { chat, said } from "./graph.ts";

export interface Turn {
  /** User and system. */
  readonly cpuMs: number;
  readonly statements: number;
}

export interface Growth {
  readonly turns: readonly Turn[];
  /** Of values, writes and checkpoints, after so many turns. */
  readonly bytes: ReadonlyMap<number, number>;
}

let statements = 0;
const query = pg.Client.prototype.query;
/** All that any connection of this process sends. */
pg.Client.prototype.query = function counted(this: pg.Client, ...given: never[]) {
  statements++;
  return Reflect.apply(query, this, given);
};

const cpuNow = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Of the ten turns up to this one. */
export const around = <T>(values: readonly T[], turn: number, of: (value: T) => number): number =>
  median(values.slice(Math.max(0, turn - 10), turn).map(of));

/** Each checkpointer in turn, so that what else the machine does is the same for all. */
export async function inProcess(
  savers: Readonly<Record<string, { readonly saver: BaseCheckpointSaver; readonly database: Database }>>,
  { turns, marks }: { readonly turns: number; readonly marks: readonly number[] },
): Promise<Record<string, Growth>> {
  const subjects = Object.entries(savers).map(([name, { saver, database }]) => {
    const graph = compileGraph(chat, { ports: memoryPorts(), checkpointer: saver });
    return { name, database, graph, turns: [] as Turn[], bytes: new Map<number, number>() };
  });
  const on = (thread_id: string) => ({ configurable: { thread_id }, durability: "sync" as const });
  for (const { graph, name } of subjects)
    for (let warm = 0; warm < 20; warm++) await graph.invoke(said() as never, on(`warm ${name} ${warm % 2}`));
  for (let turn = 1; turn <= turns; turn++)
    for (const { graph, name, ...subject } of subjects) {
      const [cpu, sent] = [cpuNow(), statements];
      await graph.invoke(said() as never, on(name));
      subject.turns.push({ cpuMs: cpuNow() - cpu, statements: statements - sent });
      if (marks.includes(turn)) subject.bytes.set(turn, await storedBytes(subject.database, name));
    }
  return Object.fromEntries(subjects.map(({ name, turns, bytes }) => [name, { turns, bytes }]));
}

async function storedBytes({ sql }: Database, thread: string): Promise<number> {
  const [row] = await sql.query<{ bytes: number }>(
    `select ((select coalesce(sum(octet_length(blob)), 0) from signalbox.checkpoint_blobs where thread_id = $1)
       + (select coalesce(sum(octet_length(blob)), 0) from signalbox.checkpoint_writes where thread_id = $1)
       + (select coalesce(sum(octet_length(checkpoint::text) + octet_length(metadata::text)), 0) from signalbox.checkpoints where thread_id = $1))::float8 as bytes`,
    [thread],
  );
  return row?.bytes ?? 0;
}

export interface HttpTurn extends Turn {
  readonly walBytes: number;
}

export interface OverHttp {
  readonly turns: readonly HttpTurn[];
  readonly history: { readonly states: number; readonly bytes: number; readonly firstMs: number; readonly totalMs: number };
}

/** Server and client in this process. */
export async function overHttp(database: Database, { turns }: { readonly turns: number }): Promise<OverHttp> {
  const log = consoleLog("silent");
  const graph = compileGraph(chat, { ports: databasePorts(database, { log }) });
  const runtime = await createRuntime({ database, graphs: { chat: graph }, log });
  await runtime.start();
  const served = await listen(createApp({ runtime, versions: { version: "bench", langgraph_js_version: "" } }), 0);
  const post = (path: string, body: unknown) =>
    fetch(served.url + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const begin = async () => ((await (await post("/threads", {})).json()) as { thread_id: string }).thread_id;
  const thread = await begin();
  const measured: HttpTurn[] = [];
  for (let turn = 1; turn <= turns; turn++) {
    const [cpu, sent, wal] = [cpuNow(), statements, await walOf(database)];
    const answer = await post(`/threads/${thread}/runs/wait`, { assistant_id: "chat", input: said() });
    const { messages } = (await answer.json()) as { messages: unknown[] };
    if (messages.length !== 2 * turn) throw new Error(`turn ${turn} has ${messages.length} messages`);
    measured.push({ cpuMs: cpuNow() - cpu, statements: statements - sent, walBytes: (await walOf(database)) - wal });
  }
  const began = performance.now();
  const response = await post(`/threads/${thread}/history`, { limit: 500 });
  const parts: Uint8Array[] = [];
  let firstMs = 0;
  for await (const part of response.body ?? []) {
    firstMs ||= performance.now() - began;
    parts.push(part);
  }
  const totalMs = performance.now() - began;
  const body = Buffer.concat(parts);
  const history = { states: (JSON.parse(body.toString()) as unknown[]).length, bytes: body.length, firstMs, totalMs };
  await served.close(0);
  await runtime.stop();
  return { turns: measured, history };
}

async function walOf({ sql }: Database): Promise<number> {
  const [row] = await sql.query<{ wal: number }>("select (pg_current_wal_lsn() - '0/0')::float8 as wal", []);
  return row?.wal ?? 0;
}

/** Readers of a run at several processes, and what each of them was given. */
import type { Database } from "../../../persistence/connection/database.ts";
import type { RunEvent } from "../../../runtime/event-log/log-event.ts";
import type { Run } from "../../../runtime/protocol/run.ts";
import type { Runtime } from "../../../runtime/runtime.ts";

/** As a client has it. */
export type Given = readonly [id: number, event: string, data: string];

export type Reader = { readonly runtime: Runtime };

export interface Reading {
  readonly after?: number;
  /** Goes away after so many events. */
  readonly count?: number;
  readonly onEvent?: (event: RunEvent) => Promise<void> | void;
}

export async function read(
  { runtime }: Reader,
  run: Run,
  { after = -1, count = Number.POSITIVE_INFINITY, onEvent }: Reading = {},
): Promise<Given[]> {
  const leaving = new AbortController();
  const given: Given[] = [];
  const events = runtime.runs.stream(run.thread_id, run.run_id, { lastEventId: String(after), signal: leaving.signal });
  if (count === 0) return given;
  for await (const event of events) {
    given.push([Number(event.id), event.event, JSON.stringify(event.data)]);
    await onEvent?.(event);
    if (given.length >= count) leaving.abort();
  }
  return given;
}

/** From a server, as a client on another machine reads it. Resolves to what it was given when the run or the server has ended. */
export async function readOver(url: string, { thread_id, run_id }: Run, { after = -1, onEvent }: Reading = {}): Promise<Given[]> {
  const given: Given[] = [];
  try {
    const answer = await fetch(`${url}/threads/${thread_id}/runs/${run_id}/stream`, { headers: { "last-event-id": String(after) } });
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const one of events) {
        const { id, event = "", data = "" } = Object.fromEntries(one.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
        if (id === undefined) continue;
        given.push([Number(id), event, JSON.stringify(JSON.parse(data))]);
        await onEvent?.({ id, event, data });
      }
    }
  } catch {
    // the server was killed
  }
  return given;
}

/** A client at the process itself can have what that has not stored: those events of an attempt that nobody else was given. */
export function withoutLost(given: readonly Given[], stored: readonly Given[]): Given[] {
  const attemptOf = ([id]: Given) => Math.floor(id / 1_000_000_000);
  const ends = new Map(stored.map((event) => [attemptOf(event), event[0]]));
  return given.filter((event) => event[0] <= (ends.get(attemptOf(event)) ?? -1));
}

export async function begin({ runtime }: Reader, assistant_id: string, input: object, stream_mode?: readonly string[]): Promise<Run> {
  const { thread_id } = await runtime.threads.create({});
  return runtime.runs.create(thread_id, { assistant_id, input, stream_mode: stream_mode ?? ["values", "updates", "messages-tuple"] });
}

/** The first difference in words; undefined: both were given the same. */
export function differenceBetween(given: readonly Given[], wanted: readonly Given[]): string | undefined {
  for (let n = 0; n < Math.max(given.length, wanted.length); n++) {
    const [one, other] = [given[n], wanted[n]].map((event) => (event ? `${event[0]} ${event[1]} ${event[2].slice(0, 80)}` : "nothing"));
    if (one !== other || given[n]?.[2] !== wanted[n]?.[2]) return `its event ${n} is ${one}, not ${other}`;
  }
  return undefined;
}

/** Ids never go back, and have no gaps within an attempt. A leg begins with its second event: the first says which run it is. */
export function brokenOrder(given: readonly Given[]): string | undefined {
  const isBegin = (id: number) => id % 1_000_000_000 === 0 || id % 1_000_000_000_000 === 1;
  const at = given.findIndex(([id], n) => n > 0 && id !== (given[n - 1]?.[0] ?? 0) + 1 && !isBegin(id));
  const back = given.findIndex(([id], n) => n > 0 && id <= (given[n - 1]?.[0] ?? 0));
  const broken = back >= 0 ? back : at;
  return broken < 0 ? undefined : `event ${given[broken]?.[0]} came after ${given[broken - 1]?.[0]}`;
}

export async function storedLength({ sql }: Database, run: Run): Promise<number> {
  const [row] = await sql.query<{ length: string | null }>(
    "select sum(octet_length(body)) as length from signalbox.run_events where run_id = $1",
    [run.run_id],
  );
  return Number(row?.length ?? 0);
}

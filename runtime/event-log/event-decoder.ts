/** Makes events of rows, in their order: completes what was stored as a difference, and skips what it has already given. */
import type { Sql } from "../../language/registry/context.ts";
import { jsonText } from "../../language/schema/json-text.ts";
import { findEventsBetween } from "../../persistence/statements/events/find-events.ts";
import type { EventRow } from "../../persistence/statements/events/rows.ts";
import type { CheckpointValues } from "./checkpoint-values.ts";
import { bytesOf } from "./event-window.ts";
import { type LogEvent, placeOf } from "./log-event.ts";
import { applied, type Difference, MessageTexts, messageKey, nodeOf } from "./message-texts.ts";
import type { SealedBodies } from "./sealed-bodies.ts";
import type { StoredEvent, StoredValues } from "./stored-event.ts";

export interface Decoding {
  readonly sql: Sql;
  readonly bodies: SealedBodies;
  readonly values: CheckpointValues;
}

export interface Decoded {
  readonly event: LogEvent;
  readonly bytes: number;
}

export class EventDecoder {
  readonly #from: Decoding;
  #epoch: number | undefined;
  #last = -1;
  #messages = new MessageTexts();

  constructor(from: Decoding) {
    this.#from = from;
  }

  async decode(rows: readonly EventRow[]): Promise<Decoded[]> {
    const decoded: Decoded[] = [];
    for (const row of rows) {
      await this.#prepare(row);
      decoded.push(...(await this.#ofRow(row)));
    }
    return decoded;
  }

  /** Reads what the row needs and this one has not read. */
  async #prepare(row: EventRow): Promise<void> {
    const [first, openFrom] = [Number(row.first), Number(row.open_from)];
    if (row.epoch === this.#epoch && first <= this.#last + 1) return;
    this.#epoch = row.epoch;
    this.#last = openFrom - 1;
    this.#messages = new MessageTexts();
    if (openFrom >= first) return;
    const place = { threadId: row.thread_id, runId: row.run_id, from: openFrom, before: first };
    for (const before of await findEventsBetween(this.#from.sql, place)) await this.#ofRow(before, first);
  }

  async #ofRow(row: EventRow, before = Number.POSITIVE_INFINITY): Promise<Decoded[]> {
    const stored: StoredEvent[] = JSON.parse(await this.#from.bodies.open(row.body));
    const decoded: Decoded[] = [];
    for (const [index, event] of stored.entries()) {
      const id = Number(row.first) + index;
      if (id <= this.#last || id >= before) continue;
      decoded.push(this.#decoded(row, event, id));
      this.#last = id;
    }
    return decoded;
  }

  #decoded(row: EventRow, stored: StoredEvent, id: number): Decoded {
    const [event, , after = 0] = stored;
    const place = { runId: row.run_id, epoch: row.epoch, id, place: placeOf(row.epoch, id), event, at: row.at.getTime() + after };
    const values = stored.length === 4 ? stored[3] : undefined;
    if (values) return { event: { ...place, data: () => this.#from.values.read(valuesPlace(row, event, values)) }, bytes: 0 };
    const text = this.#textOf(stored, id);
    return { event: { ...place, data: async () => JSON.parse(text) }, bytes: bytesOf(text) };
  }

  #textOf(stored: StoredEvent, id: number): string {
    if (stored.length === 7) return this.#ofDifference(stored[3], [stored[4], stored[5], stored[6]], id);
    const [event, data] = stored;
    const text = jsonText(data);
    const key = messageKey(event, data);
    if (key !== undefined) this.#messages.set(key, { start: id, last: id, text, node: nodeOf(data) });
    return text;
  }

  #ofDifference(base: number, difference: Difference, id: number): string {
    const [key, before] = this.#messages.find(base) ?? [];
    // its beginning was removed: see trim-events.ts
    if (key === undefined || before === undefined) return "null";
    const text = applied(before.text, difference);
    this.#messages.set(key, { ...before, last: id, text });
    return text;
  }
}

/** One event that is stored alone. */
export async function readStored(
  { bodies, values }: Decoding,
  { threadId, stored }: { readonly threadId: string; readonly stored: string },
): Promise<{ readonly event: string; readonly data: unknown }> {
  const one: StoredEvent = JSON.parse(await bodies.open(stored));
  const [event, data] = one;
  return { event, data: one.length === 4 ? await values.read(valuesPlace({ thread_id: threadId }, event, one[3])) : data };
}

const valuesPlace = (row: Pick<EventRow, "thread_id">, event: string, values: StoredValues) => ({
  ...values,
  ...{ threadId: row.thread_id, namespace: event.split("|").slice(1).join("|") },
});

/** Which runs have ended here and left nothing behind: whoever waited for one in this process gets its result without the database. */
import type { EventLog } from "./event-log.ts";

export interface PlainEnd {
  readonly tenant: string | null;
  readonly threadId: string;
  readonly graphId: string;
  /** The definition that the thread follows. */
  readonly definition: string | null;
  /** The last values that it emitted. */
  readonly values: unknown;
}

const MOST_KNOWN = 1_000;

export class PlainEnds {
  /** The oldest first; undefined once those that waited have it. */
  readonly #ends = new Map<string, PlainEnd | undefined>();

  add({ of, lastValues }: EventLog, { graphId, definition }: Pick<PlainEnd, "graphId" | "definition">): void {
    const { runId, threadId, tenant } = of;
    const [oldest] = this.#ends.keys();
    if (oldest !== undefined && this.#ends.size >= MOST_KNOWN) this.#ends.delete(oldest);
    const end = { tenant, threadId, graphId, definition };
    this.#ends.set(runId, lastValues === undefined ? undefined : { ...end, values: JSON.parse(lastValues) });
    setImmediate(() => this.#ends.set(runId, undefined));
  }

  /** Right after the end, if it emitted values. */
  find(runId: string): PlainEnd | undefined {
    return this.#ends.get(runId);
  }

  /** It waits for no child threads. */
  has(runId: string): boolean {
    return this.#ends.has(runId);
  }
}

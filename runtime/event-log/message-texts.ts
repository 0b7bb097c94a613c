/** The messages that are being streamed, by what was last said of each: the next event of a message is stored as what differs. */
import { isRecord } from "../../language/schema/is-record.ts";

export interface OpenMessage {
  /** The ids of its first event and of its last. */
  readonly start: number;
  readonly last: number;
  readonly text: string;
  /** That streams it, where LangGraph says so. */
  readonly node: string | undefined;
}

/** Whoever writes and whoever reads forgets the same ones. */
const MESSAGES = 8;

export class MessageTexts {
  readonly #open = new Map<string, OpenMessage>();

  get(key: string): OpenMessage | undefined {
    return this.#open.get(key);
  }

  set(key: string, message: OpenMessage): void {
    this.#open.delete(key);
    this.#open.set(key, message);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MESSAGES && oldest !== undefined) this.#open.delete(oldest);
  }

  /** The one whose last event has this id. */
  find(last: number): [key: string, message: OpenMessage] | undefined {
    return [...this.#open].find(([, message]) => message.last === last);
  }

  /** The id of the oldest event that a message here began with. */
  get start(): number | undefined {
    return this.#open.size === 0 ? undefined : Math.min(...[...this.#open.values()].map(({ start }) => start));
  }

  forgetAll(): void {
    this.#open.clear();
  }

  /** Those of a graph's nodes, which have ended. `suffix`: of the graph's events. */
  forgetOf(suffix: string, nodes: readonly string[]): void {
    for (const [key, { node }] of this.#open)
      if (node !== undefined && nodes.includes(node) && key.startsWith(`messages${suffix} `)) this.#open.delete(key);
  }
}

/** Undefined for an event that is no part of a message. */
export function messageKey(event: string, data: unknown): string | undefined {
  if (!event.startsWith("messages") || !Array.isArray(data) || !isRecord(data[0])) return undefined;
  const { id } = data[0];
  return typeof id === "string" && id !== "" ? `${event} ${id}` : undefined;
}

export function nodeOf(data: unknown): string | undefined {
  const node = Array.isArray(data) && isRecord(data[1]) ? data[1].langgraph_node : undefined;
  return typeof node === "string" ? node : undefined;
}

/** What a text is after another one: so many characters of its beginning, so many of its end, and what is between them. */
export type Difference = readonly [start: number, end: number, between: string];

export function differenceOf(before: string, text: string): Difference {
  const most = Math.min(before.length, text.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === text.charCodeAt(start)) start++;
  let end = 0;
  while (end < most - start && before.charCodeAt(before.length - 1 - end) === text.charCodeAt(text.length - 1 - end)) end++;
  return [start, end, text.slice(start, text.length - end)];
}

export const applied = (before: string, [start, end, between]: Difference): string =>
  before.slice(0, start) + between + before.slice(before.length - end);

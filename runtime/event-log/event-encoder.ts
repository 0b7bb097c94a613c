/** Makes of what an attempt emits what is stored of it: each message whole once and then what differs, and of large values their checkpoint. */
import { isRecord } from "../../language/schema/is-record.ts";
import { plainText } from "../protocol/plain-json.ts";
import { differenceOf, MessageTexts, messageKey, nodeOf } from "./message-texts.ts";
import type { StoredValues } from "./stored-event.ts";

/** Values of more characters are not stored again. */
const LARGE = 4_096;
/** After so many characters every message is stored whole again: a reader that begins in the middle need not go back further. */
const LONGEST_SPAN = 1_000_000;

export interface Emitted {
  readonly id: number;
  readonly event: string;
  readonly data: unknown;
  /** Its data as JSON. */
  readonly text: string;
}

export interface Encoded {
  /** The oldest event that is needed to read this one. */
  readonly openFrom: number;
  /** JSON of `data`, and of what follows the time: see stored-event.ts. */
  readonly data: string;
  readonly rest: string;
}

/** Of a graph, which is stored with the values of its channels. */
export interface StoredCheckpoint {
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Of the channels that are stored. */
  readonly versions: Readonly<Record<string, unknown>>;
}

export class EventEncoder {
  readonly #messages = new MessageTexts();
  /** By the namespace of their graphs: the newest one that is stored or was loaded, until its values were emitted. */
  readonly #checkpoints = new Map<string, StoredCheckpoint>();
  #span = 0;

  /** It is stored, or the graph goes on from it: LangGraph emits its values next. */
  stored(namespace: string, checkpoint: StoredCheckpoint): void {
    this.#checkpoints.set(namespace, checkpoint);
  }

  encode(emitted: Emitted): Encoded {
    if (this.#span > LONGEST_SPAN) this.#messages.forgetAll();
    const start = this.#messages.start;
    if (start === undefined) this.#span = 0;
    const stored = { openFrom: start ?? emitted.id, ...this.#encode(emitted) };
    this.#span += stored.data.length + stored.rest.length;
    return stored;
  }

  #encode({ id, event, data, text }: Emitted): Pick<Encoded, "data" | "rest"> {
    const key = messageKey(event, data);
    if (key !== undefined) return this.#ofMessage(key, { id, event, data, text });
    const [mode, ...path] = event.split("|");
    if (mode === "values" && path.length === 0) this.#messages.forgetAll();
    if (mode === "updates" && isRecord(data)) this.#messages.forgetOf(event.slice("updates".length), Object.keys(data));
    const values = mode === "values" && text.length > LARGE ? this.#checkpointOf(path.join("|"), data) : undefined;
    return values ? { data: "null", rest: values } : { data: text, rest: "" };
  }

  #ofMessage(key: string, { id, data, text }: Emitted): Pick<Encoded, "data" | "rest"> {
    const before = this.#messages.get(key);
    this.#messages.set(key, { start: before?.start ?? id, last: id, text, node: nodeOf(data) });
    if (!before) return { data: text, rest: "" };
    const rest = JSON.stringify([before.last, ...differenceOf(before.text, text)]).slice(1, -1);
    return rest.length < text.length ? { data: "null", rest } : { data: text, rest: "" };
  }

  /** Only what is in the checkpoint as it is: LangGraph also emits defaults, which are stored nowhere, and what is in none yet. */
  #checkpointOf(namespace: string, data: unknown): string | undefined {
    const checkpoint = this.#checkpoints.get(namespace);
    this.#checkpoints.delete(namespace);
    if (!checkpoint || !isRecord(data)) return undefined;
    const keys = Object.keys(data);
    const isStored = (key: string) => Object.hasOwn(checkpoint.versions, key) && checkpoint.values[key] === data[key];
    const own = Object.fromEntries(keys.filter((key) => !isStored(key)).map((key) => [key, data[key]]));
    const text = plainText({ checkpoint: checkpoint.id, keys, own } satisfies StoredValues);
    return text.length > LARGE ? undefined : text;
  }
}

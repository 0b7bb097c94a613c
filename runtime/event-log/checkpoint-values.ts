/** Reads large values of `values` events from their checkpoints. */
import type { FencedSaver } from "../../persistence/checkpointer/saver.ts";
import { plainJson } from "../protocol/plain-json.ts";
import type { StoredValues } from "./stored-event.ts";

export interface ValuesPlace extends StoredValues {
  readonly threadId: string;
  /** Of the graph: empty for the thread's own. */
  readonly namespace: string;
}

/** Several readers ask for the newest ones at about the same time. */
const KEEP = 4;

export class CheckpointValues {
  readonly #saver: FencedSaver;
  readonly #newest = new Map<string, Promise<Readonly<Record<string, unknown>>>>();

  constructor(saver: FencedSaver) {
    this.#saver = saver;
  }

  async read({ keys, own = {}, ...place }: ValuesPlace): Promise<unknown> {
    const values = { ...(await this.#ofCheckpoint(place)), ...own };
    return plainJson(Object.fromEntries(keys.filter((key) => Object.hasOwn(values, key)).map((key) => [key, values[key]])));
  }

  #ofCheckpoint({ threadId, namespace, checkpoint }: Omit<ValuesPlace, "keys" | "own">): Promise<Readonly<Record<string, unknown>>> {
    const key = JSON.stringify([threadId, namespace, checkpoint]);
    const found = this.#newest.get(key) ?? this.#load({ thread_id: threadId, checkpoint_ns: namespace }, checkpoint);
    this.#newest.delete(key);
    this.#newest.set(key, found);
    found.catch(() => this.#newest.delete(key));
    const [oldest] = this.#newest.keys();
    if (this.#newest.size > KEEP && oldest !== undefined) this.#newest.delete(oldest);
    return found;
  }

  /** One that was pruned meanwhile is replaced by the newest: a client shows the state as it is now. */
  async #load(at: { thread_id: string; checkpoint_ns: string }, checkpoint_id: string): Promise<Readonly<Record<string, unknown>>> {
    const tuple =
      (await this.#saver.getTuple({ configurable: { ...at, checkpoint_id } })) ?? (await this.#saver.getTuple({ configurable: at }));
    return tuple?.checkpoint.channel_values ?? {};
  }
}

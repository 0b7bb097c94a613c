/** Starts of nodes that are not on record yet, in memory that another thread can read while the event loop is blocked. */
import type { StartOperation } from "./operation.ts";

const PLACES = 256;
const PLACE_BYTES = 1024;
/** Of the length before the text. */
const LENGTH_BYTES = 4;

export class LateStarts {
  readonly memory = new SharedArrayBuffer(PLACES * PLACE_BYTES);
  readonly #lengths = lengthsIn(this.memory);
  readonly #bytes = Buffer.from(this.memory);
  readonly #free = Array.from({ length: PLACES }, (_, place) => place);

  /** Returns a function that takes it out again. Undefined: there is no room, and the start has to be on record before its node begins. */
  add(start: StartOperation): (() => void) | undefined {
    const text = JSON.stringify(start);
    const place = this.#free.pop();
    if (place === undefined) return undefined;
    const remove = () => {
      Atomics.store(this.#lengths, lengthAt(place), 0);
      this.#free.push(place);
    };
    if (Buffer.byteLength(text) > PLACE_BYTES - LENGTH_BYTES) {
      remove();
      return undefined;
    }
    const length = this.#bytes.write(text, place * PLACE_BYTES + LENGTH_BYTES);
    Atomics.store(this.#lengths, lengthAt(place), length);
    return remove;
  }
}

/** In the order in which they began, in any thread that has the memory. What is written at this moment is left out: the event loop is not blocked then. */
export function lateStartsIn(memory: SharedArrayBuffer): StartOperation[] {
  const lengths = lengthsIn(memory);
  const bytes = Buffer.from(memory);
  const starts = Array.from({ length: PLACES }, (_, place) => place).flatMap((place) => {
    const begin = place * PLACE_BYTES + LENGTH_BYTES;
    const text = bytes.toString("utf8", begin, begin + Atomics.load(lengths, lengthAt(place)));
    return text === "" ? [] : startIn(text);
  });
  return starts.sort((one, other) => (one.ref < other.ref ? -1 : 1));
}

const lengthsIn = (memory: SharedArrayBuffer): Int32Array => new Int32Array(memory);
const lengthAt = (place: number): number => (place * PLACE_BYTES) / LENGTH_BYTES;

function startIn(text: string): StartOperation[] {
  try {
    return [JSON.parse(text) as StartOperation]; // as `add` has written it
  } catch {
    return [];
  }
}

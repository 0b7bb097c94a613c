/** One event in a row's body, which is a JSON list of them: whole, as what differs from an earlier one, or as the checkpoint that has its values. */
import type { Difference } from "./message-texts.ts";

/** Milliseconds after the row's first event. */
type After = number;

export type StoredEvent =
  | readonly [event: string, data: unknown, after?: After]
  /** After the event with the id `base`. */
  | readonly [event: string, data: null, after: After, base: number, ...difference: Difference]
  | readonly [event: string, data: null, after: After, values: StoredValues];

/** Large values are in the checkpoint already. */
export interface StoredValues {
  readonly checkpoint: string;
  /** In the order in which they are shown. */
  readonly keys: readonly string[];
  /** Those of them that are not in the checkpoint: small ones. */
  readonly own?: Readonly<Record<string, unknown>>;
}

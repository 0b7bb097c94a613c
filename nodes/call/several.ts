/** Several updates of one channel by one vertex. Each is checked and merged on its own. */
import { isRecord } from "../../language/schema/is-record.ts";

/** A mark in the place of one update. */
export interface Several {
  readonly __several: readonly unknown[];
}

export const several = (updates: readonly unknown[]): Several => ({ __several: updates });

const isSeveral = (value: unknown): value is Several => isRecord(value) && Array.isArray(value.__several);

type Writes = Readonly<Record<string, unknown>>;

/** The writes with one update of each channel, then those with the next. */
export function roundsOf(writes: Writes): Writes[] {
  const marked = Object.entries(writes).filter((entry): entry is [string, Several] => isSeveral(entry[1]));
  if (marked.length === 0) return [writes];
  const rounds = Math.max(...marked.map(([, { __several: updates }]) => updates.length));
  const atRound = (round: number) =>
    marked.flatMap(([name, { __several: updates }]) => (round < updates.length ? [[name, updates[round]]] : []));
  return Array.from({ length: rounds }, (_, round) => ({ ...(round === 0 && writes), ...Object.fromEntries(atRound(round)) }));
}

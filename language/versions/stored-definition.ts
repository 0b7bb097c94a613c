/** A definition as the database holds it: a declaration with what it needed from its registry. */
import type { GraphData } from "../graph/graph-data.ts";
import type { Fingerprint } from "./fingerprint.ts";

export interface StoredDefinition {
  readonly canonical: GraphData;
  readonly fingerprint: Fingerprint;
}

/** The definitions of the graphs inside, by their hashes. */
export type StoredChildren = ReadonlyMap<string, StoredDefinition>;

/** Of the declared graphs that it calls: their names in the registry, with the hashes of their definitions. */
export function childHashes({ fingerprint }: Pick<StoredDefinition, "fingerprint">): (readonly [string, string])[] {
  return Object.entries(fingerprint.graphs ?? {}).flatMap(([name, { definition }]) =>
    typeof definition === "string" ? [[name, definition] as const] : [],
  );
}

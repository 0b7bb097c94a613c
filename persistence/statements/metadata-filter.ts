/** What a thread's or assistant's metadata must be for its caller to see it: as an `Auth` object says it. Checked here and in SQL alike. */
import { isDeepStrictEqual } from "node:util";

export type MetadataCondition =
  | { readonly key: string; readonly equals: unknown }
  /** The value is a list that contains all of these. */
  | { readonly key: string; readonly contains: readonly unknown[] };

/** All must hold. Empty: everything is seen. */
export type MetadataFilter = readonly MetadataCondition[];

export const isSeen = (metadata: Readonly<Record<string, unknown>>, filter: MetadataFilter = []): boolean =>
  filter.every((condition) => {
    const value = Object.hasOwn(metadata, condition.key) ? metadata[condition.key] : undefined;
    if ("equals" in condition) return isDeepStrictEqual(value, condition.equals);
    return Array.isArray(value) && condition.contains.every((item) => value.includes(item));
  });

/** For `column`, a jsonb, with `parameter` as `filterValue` gives it: "$5". */
export const seenIn = (column: string, parameter: string): string => `not exists (
  select from jsonb_to_recordset(${parameter}::jsonb) as c(key text, equals jsonb, contains jsonb)
  where case when c.contains is null then ${column} -> c.key is distinct from c.equals
    else not (jsonb_typeof(${column} -> c.key) is not distinct from 'array' and ${column} -> c.key @> c.contains) end)`;

export const filterValue = (filter: MetadataFilter | undefined): string => JSON.stringify(filter ?? []);

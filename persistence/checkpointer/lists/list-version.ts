/** A version of a list as it is stored: whole, or as what is new in it since an earlier version. */

/** From `from` to before `to` of the earlier list, or new items. */
export type Part = readonly [from: number, to: number] | { readonly new: readonly unknown[] };

/** What is stored of a version that has a base. */
export interface StoredChange {
  readonly number: number;
  readonly parts: readonly Part[];
}

export interface ListVersion {
  /** The thread, the namespace and the channel. */
  readonly place: string;
  readonly version: string;
  /** How many changes since a version that was stored whole, which has 0. */
  readonly number: number;
  /** About how many bytes the whole list takes. */
  readonly size: number;
  /** How many items it has. */
  readonly count: number;
  /** Undefined: it is stored whole. */
  readonly base: ListVersion | undefined;
  /** Of the base. */
  readonly parts: readonly Part[];
}

export function itemsOf(version: ListVersion): unknown[] {
  const versions: ListVersion[] = [];
  for (let one: ListVersion | undefined = version; one; one = one.base) versions.push(one);
  return versions.reduceRight<unknown[]>((items, { parts }) => apply(items, parts), []);
}

const apply = (items: readonly unknown[], parts: readonly Part[]): unknown[] =>
  parts.flatMap((part) => ("new" in part ? part.new : items.slice(...part)));

/** The same object is the same item. */
export function partsBetween(before: readonly unknown[], after: readonly unknown[]): Part[] {
  const indexes = new Map(before.map((item, index) => [item, index]));
  const parts: Part[] = [];
  let fresh: unknown[] = [];
  let run: [from: number, to: number] | undefined;
  for (const item of after) {
    const index = indexes.get(item);
    if (index === undefined) {
      if (fresh.length === 0) parts.push({ new: fresh });
      fresh.push(item);
      run = undefined;
    } else if (run && run[1] === index) run[1] += 1;
    else {
      run = [index, index + 1];
      parts.push(run);
      fresh = [];
    }
  }
  return parts;
}

/** How many items of the base are in it. */
export const keptBy = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + ("new" in part ? 0 : part[1] - part[0]), 0);

export const countOf = (parts: readonly Part[]): number =>
  parts.reduce((sum, part) => sum + ("new" in part ? part.new.length : 0), keptBy(parts));

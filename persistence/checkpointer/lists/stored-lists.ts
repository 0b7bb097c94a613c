/** Which version of a growing list each list in memory is, and against which one the next is stored. */
import { isGrowing, originOf } from "../../../language/terms/growing-lists.ts";
import { countOf, itemsOf, keptBy, type ListVersion, type Part, partsBetween } from "./list-version.ts";

/** A shorter list is stored whole. */
const FEWEST_ITEMS = 8;

/**
 * Every change is stored against the one before it, except that every 32nd is stored against the 32nd before it, every 1024th against the
 * 1024th before it, and so on: a list is read from at most 31 rows of each of these steps, and each step stores its items once more.
 */
const CHANGES_IN_ONE = 32;

export interface ListChange {
  readonly base: ListVersion;
  readonly number: number;
  readonly parts: readonly Part[];
}

/** Lists that are gone from memory are forgotten. */
export class StoredLists {
  readonly #versions = new WeakMap<readonly unknown[], ListVersion>();

  note(list: readonly unknown[], version: ListVersion): void {
    this.#versions.set(list, version);
  }

  /** What a list that was read whole is, so that the next one can be stored against it. */
  noteWhole(list: readonly unknown[], at: Pick<ListVersion, "place" | "version" | "size">): void {
    // a copy, because a node may add to the list itself
    if (list.length >= FEWEST_ITEMS) this.note(list, wholeVersion([...list], at));
  }

  /** Undefined: it is stored whole. */
  changeOf(list: unknown, place: string): ListChange | undefined {
    if (!isGrowing(list) || list.length < FEWEST_ITEMS) return undefined;
    const before = this.#versionBefore(list, place);
    if (!before) return undefined;
    const number = before.number + 1;
    const base = ancestor(before, number);
    const parts = partsBetween(itemsOf(base), list);
    return keptBy(parts) * 2 < list.length ? undefined : { base, number, parts };
  }

  #versionBefore(list: readonly unknown[], place: string): ListVersion | undefined {
    for (let one: readonly unknown[] | undefined = list; one; one = originOf(one)) {
      const version = this.#versions.get(one);
      if (version?.place === place) return version;
    }
    return undefined;
  }
}

function ancestor(before: ListVersion, number: number): ListVersion {
  let step = 1;
  while (number % (step * CHANGES_IN_ONE) === 0) step *= CHANGES_IN_ONE;
  let one = before;
  while (one.base && one.number > number - step) one = one.base;
  return one;
}

/** `size`: of what is stored. */
export function versionAfter(
  { base, number, parts }: ListChange,
  { version, size: added }: { readonly version: string; readonly size: number },
): ListVersion {
  const kept = base.count === 0 ? 0 : (base.size * keptBy(parts)) / base.count;
  return { place: base.place, version, number, size: Math.round(added + kept), count: countOf(parts), base, parts };
}

export function wholeVersion(
  items: readonly unknown[],
  { place, version, size }: { readonly place: string; readonly version: string; readonly size: number },
): ListVersion {
  return { place, version, size, number: 0, count: items.length, base: undefined, parts: [{ new: items }] };
}

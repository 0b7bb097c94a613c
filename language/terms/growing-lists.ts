/** Which list a channel has made a list from: a checkpointer that knows the former stores what is new in the latter. */

/** A list that grows, under what it grew from. */
const origins = new WeakMap<readonly unknown[], { readonly origin: readonly unknown[] | undefined }>();

/** Its items are replaced, never changed: one that both lists have is not stored again. */
export function noteOrigin(list: readonly unknown[], origin: readonly unknown[] | undefined): void {
  origins.set(list, { origin });
}

export const isGrowing = (list: unknown): list is readonly unknown[] => Array.isArray(list) && origins.has(list);

export const originOf = (list: readonly unknown[]): readonly unknown[] | undefined => origins.get(list)?.origin;

/** Pairs the items of two lists by their names, so that one missing item is one difference and not a shift of all that follow. */

export type Pair<T> = readonly [theirs: T | undefined, ours: T | undefined];

/** A longest common subsequence of the names; what is not part of it has no partner. */
export function align<T>(theirs: readonly T[], ours: readonly T[], nameOf: (item: T) => string): Pair<T>[] {
  const [left, right] = [theirs.map(nameOf), ours.map(nameOf)];
  const lengths = lengthsOf(left, right);
  const pairs: Pair<T>[] = [];
  for (let [i, j] = [0, 0]; i < left.length || j < right.length; ) {
    const lengthAt = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
    if (i < left.length && j < right.length && left[i] === right[j]) pairs.push([theirs[i++], ours[j++]]);
    else if (j >= right.length || (i < left.length && lengthAt(i + 1, j) >= lengthAt(i, j + 1))) pairs.push([theirs[i++], undefined]);
    else pairs.push([undefined, ours[j++]]);
  }
  return pairs;
}

/** `lengths[i][j]`: how long the common subsequence is from there to the ends. */
function lengthsOf(left: readonly string[], right: readonly string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--) {
      const [row = [], below = []] = [lengths[i], lengths[i + 1]];
      row[j] = left[i] === right[j] ? 1 + (below[j + 1] ?? 0) : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  return lengths;
}

/** One page of a search. */

export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many match in all, on this page and the others. */
  readonly total: number;
}

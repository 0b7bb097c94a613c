/** Pages of a search: what is asked for, and what every `search*` returns. */

export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** How many match in all, on this page and the others. */
  readonly total: number;
}

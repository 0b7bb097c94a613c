/** How the store behaves: `store` of langgraph.json. */

export interface StoreIndex {
  /** One vector for each text. */
  readonly embed: (texts: readonly string[]) => Promise<unknown>;
  /** How many numbers a vector has. */
  readonly dims: number;
  /** Of an item's value what is found, as paths such as `text`, `author.name` or `parts[*].text`. Default: `$`, the whole value. */
  readonly fields?: readonly string[] | undefined;
}

export interface StoreSettings {
  /** Search by meaning, which needs pgvector. Default: there is none, and a search with a query is refused. */
  readonly index?: StoreIndex | undefined;
  /** For items that are written without a time of their own; null: they live until they are deleted. */
  readonly defaultTtlMinutes?: number | null | undefined;
  /** Whether reading an item lets it live longer by its time, unless the request says otherwise. Default: true. */
  readonly refreshOnRead?: boolean | undefined;
}

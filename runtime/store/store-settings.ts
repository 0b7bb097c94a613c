/** How the store behaves: `store` of langgraph.json. */

export interface StoreSettings {
  /** For items that are written without a time of their own; null: they live until they are deleted. */
  readonly defaultTtlMinutes?: number | null | undefined;
  /** Whether reading an item lets it live longer by its time, unless the request says otherwise. Default: true. */
  readonly refreshOnRead?: boolean | undefined;
}

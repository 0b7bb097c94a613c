/** The store as registry code sees it: values by namespace and key that outlive threads. Its methods are those of LangGraph's BaseStore. Interfaces only. */

export interface StoredValue {
  readonly namespace: string[];
  readonly key: string;
  readonly value: Record<string, unknown>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Of the thread's tenant: what `/store` of the API reads and writes. */
export interface KeyValueStore {
  get(namespace: string[], key: string): Promise<StoredValue | null>;
  /** `index`: what of the value a search by meaning finds; by default what store.index says. */
  put(namespace: string[], key: string, value: Record<string, unknown>, index?: false | string[]): Promise<void>;
  delete(namespace: string[], key: string): Promise<void>;
  /** `query` searches by meaning, which needs store.index; then each has its `score`. */
  search(
    namespacePrefix: string[],
    options?: { filter?: Record<string, unknown>; limit?: number; offset?: number; query?: string },
  ): Promise<(StoredValue & { readonly score?: number })[]>;
  listNamespaces(options?: {
    prefix?: string[];
    suffix?: string[];
    maxDepth?: number;
    limit?: number;
    offset?: number;
  }): Promise<string[][]>;
}

/** The store of a tenant: values by namespace and key that outlive threads. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { MetadataFilter } from "../../persistence/statements/metadata-filter.ts";
import { deleteItem } from "../../persistence/statements/store/delete-item.ts";
import { getItem } from "../../persistence/statements/store/get-item.ts";
import { listNamespaces } from "../../persistence/statements/store/list-namespaces.ts";
import { putItem } from "../../persistence/statements/store/put-item.ts";
import type { ItemKey, ItemRow, Namespace } from "../../persistence/statements/store/rows.ts";
import { searchByMeaning } from "../../persistence/statements/store/search-by-meaning.ts";
import { searchItems } from "../../persistence/statements/store/search-items.ts";
import type { Acting } from "../identity/acting.ts";
import { refuseWhenFull } from "../limits/tenant-limits.ts";
import { refuseUnstorable } from "../protocol/refuse-unstorable.ts";
import { conditionsIn, type ItemFilter } from "./item-conditions.ts";
import { textsOf, vectorsOf } from "./meaning.ts";

export interface StoreItem {
  readonly namespace: readonly string[];
  readonly key: string;
  readonly value: Record<string, unknown>;
  readonly created_at: string;
  readonly updated_at: string;
  /** Found by a query: how near it is, at most 1. */
  readonly score?: number;
}

export interface StoreEntry extends ItemKey {
  readonly value: Readonly<Record<string, unknown>>;
  /** In minutes. Undefined: the store's default; null: it lives until it is deleted. */
  readonly ttl?: number | null | undefined;
  /** What of the value a query finds: paths, or false for nothing. Default: the fields of the store's index. */
  readonly index?: false | readonly string[] | null | undefined;
}

export interface StoreSearch {
  readonly namespace_prefix: Namespace;
  readonly filter?: ItemFilter | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** Search by meaning. */
  readonly query?: string | undefined;
  readonly refresh_ttl?: boolean | undefined;
  /** Which items the caller may see. */
  readonly seen?: MetadataFilter | undefined;
}

export interface NamespaceSearch {
  readonly prefix?: Namespace | undefined;
  readonly suffix?: Namespace | undefined;
  readonly max_depth?: number | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** Of which items the caller may see the namespaces. */
  readonly seen?: MetadataFilter | undefined;
}

export interface Store {
  put(entry: StoreEntry): Promise<void>;
  /** Null when it is not there. */
  get(key: ItemKey & { readonly refresh_ttl?: boolean | undefined }): Promise<StoreItem | null>;
  delete(key: ItemKey): Promise<void>;
  search(search: StoreSearch): Promise<StoreItem[]>;
  namespaces(search?: NamespaceSearch): Promise<string[][]>;
}

export function storeOf(
  services: Pick<Acting, "stateSize" | "store" | "limits"> & { readonly database: Pick<Acting["database"], "sql"> },
): Store {
  const { sql } = services.database;
  const { defaultTtlMinutes = null, refreshOnRead = true, index: meaning } = services.store;
  return {
    async put({ namespace, key, value, ttl = defaultTtlMinutes, index: fields = meaning?.fields }) {
      refuseNamespace(namespace);
      refuseUnstorable(services, "value", value);
      if (fields && !meaning) throw noMeaning("index");
      await refuseWhenFull(sql, services);
      const vectors = meaning && fields !== false ? await vectorsOf(meaning, textsOf(value, fields ?? undefined)) : [];
      await putItem(sql, { namespace, key, value, ttlMinutes: ttl, vectors });
    },
    async get({ namespace, key, refresh_ttl = refreshOnRead }) {
      const row = await getItem(sql, { namespace, key }, refresh_ttl);
      return row ? itemOf(row) : null;
    },
    delete: (key) => deleteItem(sql, key),
    async search({ namespace_prefix: prefix, filter, limit = 10, offset = 0, query, refresh_ttl: renews = refreshOnRead, seen = [] }) {
      const search = { prefix, conditions: conditionsIn(filter), limit, offset, renews, seen };
      if (!query) return (await searchItems(sql, search)).map(itemOf);
      if (!meaning) throw noMeaning("query");
      const [vector = []] = await vectorsOf(meaning, [query]);
      return (await searchByMeaning(sql, { vector, schema: meaning.schema }, search)).map(itemOf);
    },
    namespaces: ({ prefix = [], suffix = [], max_depth: maxDepth = null, limit = 100, offset = 0, seen = [] } = {}) =>
      listNamespaces(sql, { prefix, suffix, maxDepth, limit, offset, seen }),
  };
}

const itemOf = ({ created_at, updated_at, ...item }: ItemRow): StoreItem => ({
  ...item,
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
});

function refuseNamespace(namespace: Namespace): void {
  if (namespace.length > 0 && namespace.every((label) => label !== "" && !label.includes("."))) return;
  throw new SignalboxError(
    "INVALID_INPUT",
    `namespace: ${JSON.stringify(namespace)} must be a list of labels, none of them empty or with a period`,
    { path: ["namespace"] },
  );
}

const noMeaning = (field: "query" | "index"): SignalboxError =>
  new SignalboxError(
    "INVALID_INPUT",
    `${field}: this server has no semantic search. Set store.index of langgraph.json, or search by namespace_prefix and filter.`,
    {
      path: [field],
    },
  );

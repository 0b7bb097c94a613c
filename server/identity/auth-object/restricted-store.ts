/** The store, as an `Auth` object lets a caller see it. Filters compare an item's value, and its `namespace` and `key`. */
import { SignalboxError } from "../../../language/issues/errors.ts";
import { isSeen } from "../../../runtime/identity/seen.ts";
import type { Store, StoreItem } from "../../../runtime/store/store.ts";
import type { Ask } from "./ask.ts";

type ItemKey = Parameters<Store["delete"]>[0];

/** The namespace, the filter and the value are what the handler leaves of them, in every method. */
export function restrictedStore(store: Store, ask: Ask): Store {
  const find = (key: ItemKey): Promise<StoreItem | null> => store.get({ namespace: key.namespace, key: key.key, refresh_ttl: false });
  return {
    async put(entry) {
      const value = { ...entry };
      const filter = await ask("store:put", value);
      const before = filter.length > 0 ? await find(value) : null;
      for (const item of [value, before]) if (item && !isSeen(metadataOf(item), filter)) throw notYours();
      await store.put(value);
    },
    async get(key) {
      const value = { ...key };
      const filter = await ask("store:get", value);
      if (filter.length > 0) {
        const item = await find(value);
        if (!item || !isSeen(metadataOf(item), filter)) return null;
      }
      return store.get(value);
    },
    async delete(key) {
      const value = { ...key };
      const filter = await ask("store:delete", value);
      const item = filter.length > 0 ? await find(value) : null;
      if (!isSeen(metadataOf(item ?? { ...value, value: {} }), filter)) throw notYours();
      await store.delete(value);
    },
    async search(search) {
      const { namespace_prefix, refresh_ttl, ...rest } = search;
      const value = { namespace: namespace_prefix, ...rest };
      const seen = await ask("store:search", value);
      const { namespace, ...changed } = value;
      return store.search({ ...changed, namespace_prefix: namespace, refresh_ttl, seen });
    },
    async namespaces({ prefix, ...rest } = {}) {
      const value = { namespace: prefix, ...rest };
      const seen = await ask("store:list_namespaces", value);
      const { namespace, ...changed } = value;
      return store.namespaces({ ...changed, prefix: namespace, seen });
    },
  };
}

const metadataOf = ({ namespace, key, value }: Pick<StoreItem, "namespace" | "key"> & { readonly value: object }) => ({
  ...value,
  namespace,
  key,
});

const notYours = (): SignalboxError => new SignalboxError("FORBIDDEN", "Not authorized");

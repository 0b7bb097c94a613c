/** Finds out whose an API key is. What the table said is believed for ten seconds: a revoked key works no longer than that. */
import type { Database } from "../../persistence/connection/database.ts";
import { hasKeys } from "../../persistence/statements/keys/list-keys.ts";
import type { KeyRow } from "../../persistence/statements/keys/rows.ts";
import { useKey } from "../../persistence/statements/keys/use-key.ts";
import type { Principal } from "../identity/caller.ts";
import type { MayActFor } from "../identity/may-act-for.ts";
import { idOfKey, isKeyOf } from "./api-key.ts";

const BELIEVED_MS = 10_000;
/** Ids that nobody has are remembered too, but not without end. */
const MOST_REMEMBERED = 10_000;

interface Remembered {
  readonly row: KeyRow | undefined;
  readonly untilMs: number;
}

export interface ApiKeys {
  /** Whether there has ever been a key: from then on every request needs one. */
  areOn(): Promise<boolean>;
  /** Undefined for a key that is unknown, revoked or over. */
  principalOf(key: string): Promise<Principal | undefined>;
  /** Whose the key of this id is, while it is valid. */
  principalWith(id: string): Promise<Principal | undefined>;
  /** Some process has made or revoked a key: what is remembered of it counts no longer. */
  changed(id: string): void;
  onChange(listener: (id: string) => void): void;
}

export function apiKeysOf({ sql }: Pick<Database, "sql">, now: () => number = Date.now): ApiKeys {
  const rows = new Map<string, Remembered>();
  const listeners = new Set<(id: string) => void>();
  let isOn = false;
  let askedMs = Number.NEGATIVE_INFINITY;
  const find = async (id: string): Promise<KeyRow | undefined> => {
    const known = rows.get(id);
    if (known && known.untilMs > now()) return known.row;
    if (rows.size >= MOST_REMEMBERED) rows.clear();
    const row = await useKey(sql, id);
    rows.set(id, { row, untilMs: now() + BELIEVED_MS });
    return row;
  };
  return {
    changed(id) {
      rows.delete(id);
      askedMs = Number.NEGATIVE_INFINITY;
      for (const listener of listeners) listener(id);
    },
    onChange: (listener) => void listeners.add(listener),
    async areOn() {
      if (isOn || now() - askedMs < BELIEVED_MS) return isOn;
      isOn = await hasKeys(sql);
      askedMs = now();
      return isOn;
    },
    async principalOf(key) {
      const id = idOfKey(key);
      const row = id === undefined ? undefined : await find(id);
      return row && isKeyOf(key, row.hash) ? principalIn(row, now()) : undefined;
    },
    async principalWith(id) {
      const row = await find(id);
      return row && principalIn(row, now());
    },
  };
}

function principalIn({ id, principal, expires_at, may_act_for, ...rights }: KeyRow, nowMs: number): Principal | undefined {
  if (expires_at && expires_at.getTime() <= nowMs) return undefined;
  const { kind, tenant, roles, scopes } = rights;
  // as createKey has written it
  return { id: principal, kind, tenant, roles, scopes, mayActFor: may_act_for as readonly MayActFor[], via: `key:${id}` };
}

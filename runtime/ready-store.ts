/** The settings of the store as a server needs them: an index is refused where the database cannot search by meaning. */
import { SignalboxError } from "../language/issues/errors.ts";
import { messageOf } from "../language/issues/thrown.ts";
import type { Database } from "../persistence/connection/database.ts";
import { createVectorExtension, findVectorSchema } from "../persistence/statements/store/vector-schema.ts";
import type { StoreIndex, StoreSettings } from "./store/store-settings.ts";

export interface ReadyIndex extends StoreIndex {
  /** Where pgvector is in the database, quoted. */
  readonly schema: string;
}

/** The settings, with the place of pgvector. */
export interface ReadyStore extends StoreSettings {
  readonly index?: ReadyIndex | undefined;
}

/** @throws VECTORS_UNAVAILABLE when an index is wanted and the database has no pgvector. */
export async function readyStore({ sql, kind }: Database, settings: StoreSettings = {}): Promise<ReadyStore> {
  const { index, ...rest } = settings;
  if (!index) return rest;
  const schema = (await findVectorSchema(sql)) ?? (await created());
  return { ...rest, index: { ...index, schema } };

  async function created(): Promise<string> {
    try {
      await createVectorExtension(sql);
    } catch (cause) {
      const how =
        kind === "pglite"
          ? "install @electric-sql/pglite-pgvector beside the embedded database"
          : "install pgvector in it: create extension vector";
      throw new SignalboxError(
        "VECTORS_UNAVAILABLE",
        `store.index needs pgvector, which this database does not have: ${how}. (${messageOf(cause)})`,
        {
          cause,
        },
      );
    }
    return (await findVectorSchema(sql)) ?? "public";
  }
}

/** Brings a database to what this version needs: LangGraph's tables, then our own. Safe to call by many processes at once. */
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import type pg from "pg";
import type { Database, Tx } from "../connection/database.ts";
import { applyMigrations } from "./migrate.ts";
import { ownMigrations } from "./own-migrations.ts";

export async function prepareDatabase(database: Database): Promise<string[]> {
  return applyMigrations(database, { namespace: "signalbox", migrations: ownMigrations() }, setupCheckpointer);
}

/**
 * Two `setup()` at once fail with a duplicate key, so it runs under the migrations' lock, on their connection.
 * It looks for its table and takes the error for "none", which would end the transaction: the table is made first.
 */
async function setupCheckpointer(tx: Tx): Promise<void> {
  await tx.query("create table if not exists public.checkpoint_migrations (v integer primary key)");
  const client = { query: tx.executeSql, release: () => {} };
  const pool = { connect: async () => client } as unknown as pg.Pool;
  await new PostgresSaver(pool).setup();
}

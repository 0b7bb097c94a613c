/** Where pgvector is in the database; it is created if the database has it and this role may. */
import type { Sql } from "../../../language/registry/context.ts";

/** Undefined: it is not there. */
export async function findVectorSchema(sql: Sql): Promise<string | undefined> {
  const [row] = await sql.query<{ schema: string }>(
    "select quote_ident(n.nspname) as schema from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'vector'",
  );
  return row?.schema;
}

export async function createVectorExtension(sql: Sql): Promise<void> {
  await sql.query("create extension if not exists vector");
}

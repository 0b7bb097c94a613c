/** Databases on a test server: made, copied from a template, dropped. */
import { randomBytes } from "node:crypto";
import pg from "pg";

export interface PostgresDatabase {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

/** A new database with a name of its own; empty, or a copy of `template`. `folder`: where its tables are, if not with the others. */
export async function createPostgresDatabase(server: string, template = "template0", folder?: string): Promise<PostgresDatabase> {
  const name = `signalbox_test_${randomBytes(6).toString("hex")}`;
  if (folder) await once(server, `create tablespace ${name} location ${pg.escapeLiteral(folder)}`);
  await once(server, `create database ${name} template ${template}${folder ? ` tablespace ${name}` : ""}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => dropPostgresDatabase(server, name) };
}

export function dropPostgresDatabase(server: string, name: string): Promise<void> {
  return once(server, `drop database if exists ${name} with (force)`);
}

async function once(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

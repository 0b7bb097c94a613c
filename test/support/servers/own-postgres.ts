/** A Postgres server of one test file's own, for what would disturb the others: restarts. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { afterAll, inject } from "vitest";
import { type PostgresServer, startPostgres } from "../postgres-server.ts";

export async function ownPostgres(settings: readonly string[] = []): Promise<PostgresServer & { readonly folder: string }> {
  const folder = mkdtempSync(join(inject("run").folder, "own-"));
  const server = await startPostgres(folder, settings);
  afterAll(() => server.stop());
  return { ...server, folder };
}

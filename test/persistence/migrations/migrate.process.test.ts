/** Several processes start together on an empty database. */
import { join } from "node:path";
import { expect, it } from "vitest";
import { ownMigrations } from "../../../persistence/schema/own-migrations.ts";
import { startChild } from "../../support/child.ts";
import { freshPostgres } from "../../support/databases.ts";

it("is applied once by four processes that start together", async () => {
  const { url } = await freshPostgres({ empty: true });
  const script = join(import.meta.dirname, "../processes/prepare.ts");
  const applied = await Promise.all(Array.from({ length: 4 }, async () => Number(await startChild(script, url).line())));
  expect(applied.reduce((sum, count) => sum + count, 0)).toBe(ownMigrations().length);
});

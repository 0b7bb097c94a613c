/** Takes the table locks of a migration before it begins, so that a migration that has to wait keeps nobody waiting behind it for long. */
import type { Tx } from "../../connection/database.ts";
import type { Migration } from "../read-migrations.ts";

/** How long the tables may be locked before all of them are: whoever comes meanwhile waits as long. Then the migration gives up, and tries again. */
const BUDGET_MS = 700;

/** Whoever waits for this lock keeps only other changes of the schema waiting, and Postgres ends an autovacuum that is in its way after a second. */
const QUIET_TIMEOUT = "3s";

/** In which order the program takes rows: the same order means fewer deadlocks. */
const ORDER = ["leases", "threads", "runs", "interrupts"];

const CHANGED = /\b(?:alter table|create trigger \w+ [^;]*? on|lock table) signalbox\.(\w+)/g;
const REFERENCED = /\breferences signalbox\.(\w+)|\bupdate signalbox\.(\w+)/g;

/** @throws 55P03 when they are not to be had soon. */
export async function takeLocks(tx: Tx, { sql }: Migration): Promise<void> {
  const statements = sql.replaceAll(/--.*$/gm, "");
  const changed = await existing(
    tx,
    [...statements.matchAll(CHANGED)].map(([, table = ""]) => table),
  );
  const referenced = await existing(
    tx,
    [...statements.matchAll(REFERENCED)].map(([, one, other]) => one ?? other ?? ""),
  );
  await tx.query(`set local lock_timeout = '${QUIET_TIMEOUT}'`);
  for (const table of changed) await tx.query(`lock table signalbox.${table} in share update exclusive mode`);
  const end = performance.now() + BUDGET_MS;
  const lock = async (table: string, mode: string) => {
    await tx.query(`set local lock_timeout = ${Math.max(1, Math.round(end - performance.now()))}`);
    await tx.query(`lock table signalbox.${table} in ${mode} mode`);
  };
  for (const table of changed) await lock(table, "access exclusive");
  for (const table of referenced) if (!changed.includes(table)) await lock(table, "share row exclusive");
}

/** Not those that the migration itself creates. */
async function existing(tx: Tx, tables: readonly string[]): Promise<string[]> {
  const names = [...new Set(tables)].sort((one, other) => placeOf(one) - placeOf(other));
  if (names.length === 0) return [];
  const asked = names.map((name) => `select '${name}' as name where to_regclass('signalbox.${name}') is not null`);
  const rows = await tx.query<{ name: string }>(asked.join(" union all "));
  return names.filter((name) => rows.some((row) => row.name === name));
}

function placeOf(table: string): number {
  const place = ORDER.indexOf(table);
  return place < 0 ? ORDER.length : place;
}

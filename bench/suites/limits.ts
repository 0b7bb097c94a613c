/** The limit of this Postgres for what a step stores: by pgbench, or by the driver where pgbench is missing. */
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";

const SECONDS = 2;

export interface Limit {
  readonly name: string;
  stepsASecond(): Promise<number>;
}

interface Shape {
  readonly name: string;
  readonly clients: number;
  /** Of one transaction. */
  readonly steps: number;
  readonly statements: readonly string[];
}

/** A checkpoint, its values and its writes, about as large as those of the chain. */
const rows = (table: string, count: number, bytes: number) =>
  `insert into ${table} select gen_random_uuid(), repeat('x', ${bytes}) from generate_series(1, ${count})`;

const shapes: readonly Shape[] = [
  {
    name: "limit: a commit a step, three statements",
    clients: 16,
    steps: 1,
    statements: ["begin", rows("writes", 1, 150), rows("blobs", 1, 50), rows("checkpoints", 1, 900), "commit"],
  },
  { name: "limit: a commit a step, one statement", clients: 16, steps: 1, statements: [allOf(1)] },
  { name: "limit: group commit", clients: 2, steps: 8, statements: [allOf(8)] },
];

/** What a flush of so many steps inserts, as one statement. */
function allOf(steps: number): string {
  return `with a as (${rows("writes", steps, 150)}), b as (${rows("blobs", steps, 50)}) ${rows("checkpoints", steps, 900)}`;
}

export async function limits(url: string): Promise<Limit[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const table of ["writes", "blobs", "checkpoints"]) await client.query(`create table ${table} (id uuid primary key, body text)`);
  await client.end();
  const pgbench = findPgbench();
  return shapes.map((shape) => ({
    name: pgbench ? shape.name : `${shape.name} (by the driver)`,
    stepsASecond: async () => shape.steps * (pgbench ? await byPgbench(pgbench, url, shape) : await byDriver(url, shape)),
  }));
}

function findPgbench(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const installed = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, "bin")) : [];
  return [...(process.env.PATH ?? "").split(":"), ...installed].map((folder) => join(folder, "pgbench")).find((path) => existsSync(path));
}

/** Transactions a second. */
async function byPgbench(pgbench: string, url: string, { clients, statements }: Shape): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "signalbox-pgbench-"));
  const script = join(folder, "step.sql");
  writeFileSync(script, `${statements.join(";\n")};\n`);
  const args = ["-n", "-M", "prepared", "-f", script, "-c", String(clients), "-T", String(SECONDS), url];
  const { stdout } = await promisify(execFile)(pgbench, args);
  rmSync(folder, { recursive: true, force: true });
  return Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
}

async function byDriver(url: string, { clients, statements }: Shape): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: clients });
  const until = performance.now() + SECONDS * 1_000;
  let done = 0;
  const work = async () => {
    const client = await pool.connect();
    for (; performance.now() < until; done++)
      for (const [index, text] of statements.entries()) await client.query({ name: `${index} ${text.length}`, text });
    client.release();
  };
  await Promise.all(Array.from({ length: clients }, work));
  await pool.end();
  return done / SECONDS;
}

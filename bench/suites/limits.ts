/** The limit of this Postgres for what a step stores, without anything that carries out steps: by pgbench, or by the driver where pgbench is missing. */
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

const THREADS = 16;
const TABLES = [
  "create table leases (thread text primary key, epoch bigint not null)",
  "create table checkpoints (thread text, id uuid, parent uuid, checkpoint jsonb, metadata jsonb, seq bigserial, primary key (thread, id))",
  "create index on checkpoints (thread, seq)",
  "create table blobs (thread text, channel text, version uuid, body bytea, primary key (thread, channel, version))",
  "create table writes (thread text, id uuid, task uuid, idx int, body bytea, primary key (thread, id, task, idx))",
  `insert into leases select 'thread ' || n, 1 from generate_series(1, ${THREADS}) n`,
];

/** What the chain stores in a step, about as large: a checkpoint, two values and three writes, of a thread with a lease. */
const STEP = {
  held: (steps: number) => `select thread from leases where epoch = 1 order by random() limit ${steps} for share skip locked`,
  writes: (from: string) =>
    `insert into writes select thread, gen_random_uuid(), gen_random_uuid(), n, decode(repeat('00', 50), 'hex') from ${from}, generate_series(1, 3) n`,
  blobs: (from: string) =>
    `insert into blobs select thread, 'c' || n, gen_random_uuid(), decode(repeat('00', 10), 'hex') from ${from}, generate_series(1, 2) n`,
  checkpoints: (from: string) =>
    `insert into checkpoints select thread, gen_random_uuid(), gen_random_uuid(), jsonb_build_object('v', repeat('x', 700)), '{"source": "loop", "step": 1}' from ${from}`,
};

/** A flush of so many steps, as one statement. */
const flushOf = (steps: number) =>
  `with held as materialized (${STEP.held(steps)}), w as (${STEP.writes("held")}), b as (${STEP.blobs("held")}) ${STEP.checkpoints("held")}`;

const ANY = `(${STEP.held(1)}) held`;

const shapes: readonly Shape[] = [
  {
    name: "limit: a commit a step, three statements",
    clients: 16,
    steps: 1,
    statements: ["begin", STEP.writes(ANY), STEP.blobs(ANY), STEP.checkpoints(ANY), "commit"],
  },
  { name: "limit: a commit a step, one statement", clients: 16, steps: 1, statements: [flushOf(1)] },
  // as many as 16 runs at once bring to a flush, and as many flushes as are under way
  { name: "limit: group commit", clients: 2, steps: 3, statements: [flushOf(3)] },
];

export async function limits(url: string): Promise<Limit[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const table of TABLES) await client.query(table);
  await client.end();
  const pgbench = findPgbench();
  return shapes.map((shape) => ({
    name: shape.name,
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

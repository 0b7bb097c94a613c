/** Fills a database of migration 0008 with generated rows: small ones, since what a migration reads and writes is counted in rows. */
import type pg from "pg";

/** A UUID as text, in the order of its number. */
const id = (number: string, kind: string) => `lpad(to_hex(${number}), 8, '0') || '-0000-4000-8${kind}00-000000000000'`;
const thread = (number: string) => id(number, "0");
const past = (number: string) => `clock_timestamp() - interval '1 day' - ${number} * interval '1 ms'`;

/** Per thread: 10 checkpoints and 10 rows of other kinds. The last fifth has tenants: whoever looks for the first one reads nearly all. */
const tables: Readonly<Record<string, (threads: number) => string>> = {
  definitions: () => `insert into definitions (hash, graph_id, version, canonical, fingerprint) values ('h', 'g', 1, '{}', '{}')`,
  threads: (
    threads,
  ) => `insert into threads (id, graph_id, assistant_id, definition_hash, status, metadata, last_values, tenant, created_at, updated_at)
    select ${thread("n")}, 'g', 'g', 'h', case when n % 4 = 0 then 'interrupted' else 'idle' end, jsonb_build_object('customer', n % 1000),
      '{"message":"a refund","amount":12}', case when n > ${threads * 0.8} then 't' || n % 10 end, ${past("n")}, ${past("n")}
    from generate_series(1, ${threads}) n`,
  leases: (threads) => `insert into leases (thread, epoch) select ${thread("n")}, 3 from generate_series(1, ${threads}) n`,
  runs: (threads) => `insert into runs (id, thread_id, graph_id, assistant_id, kind, payload, status, starts, path, created_at, ended_at)
    select ${id("n", "1")}, ${thread(`1 + n % ${threads}`)}, 'g', 'g', 'input', '{"input":{"message":"a refund"}}', 'success', 1, '[]', ${past("n")}, ${past("n")}
    from generate_series(1, ${threads * 1.5}) n`,
  interrupts: (threads) => `insert into interrupts (id, thread_id, run_id, task, node, payload, status, decision, opened_at)
    select ${id("n", "2")}, ${thread("2 * n")}, ${id("2 * n - 1", "1")}, 'task', 'approval', '{"question":"Pay?"}',
      case when n % 2 = 0 then 'pending' else 'decided' end, case when n % 2 = 0 then null else 'approve' end, ${past("n")}
    from generate_series(1, ${threads / 2}) n`,
  answers: (threads) =>
    `insert into answers (interrupt_id, by, decision) select ${id("2 * n - 1", "2")}, 'ann', 'approve' from generate_series(1, ${threads / 4}) n`,
  notices: (threads) => `insert into notices (interrupt_id, place, kind, role, due_at, told_at)
    select ${id("2 * n", "2")}, 0, 'remind', 'lead', now(), now() from generate_series(1, ${threads / 4}) n`,
  effects: (threads) =>
    `insert into effects (key, thread_id, run_id, node) select 'effect ' || n, ${thread("2 * n")}, ${id("n", "1")}, 'pay' from generate_series(1, ${threads / 2}) n`,
  fan_outs: (threads) =>
    `insert into fan_outs (parent_id, task) select ${thread("20 * n")}, 'task' from generate_series(1, ${threads / 20}) n`,
  children: (threads) => `insert into children (thread_id, parent_id, task, index, input, status)
    select ${thread("20 * n - k")}, ${thread("20 * n")}, 'task', k, '{}', 'ended' from generate_series(1, ${threads / 20}) n, generate_series(1, 4) k`,
  audit: (threads) => `insert into audit (thread_id, run_id, epoch, what, node)
    select ${thread("n")}, ${id("n", "1")}, 3, 'node.finished', 'node' || k from generate_series(1, ${threads}) n, generate_series(1, 5) k`,
  checkpoints: (
    threads,
  ) => `insert into checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata)
    select ${thread("n")}, '', ${id("10 * n + k", "3")}, case when k > 1 then ${id("10 * n + k - 1", "3")} end, 'json',
      jsonb_build_object('v', 4, 'ts', '2026-01-01T00:00:00Z', 'channel_versions', jsonb_build_object('message', k)), jsonb_build_object('step', k, 'source', 'loop')
    from generate_series(1, ${threads}) n, generate_series(1, 10) k`,
  checkpoint_blobs: (threads) => `insert into checkpoint_blobs (thread_id, checkpoint_ns, channel, version, type, blob)
    select ${thread("n")}, '', 'message', '1', 'json', '"hi"' from generate_series(1, ${threads}) n`,
  checkpoint_writes: (
    threads,
  ) => `insert into checkpoint_writes (thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, blob)
    select ${thread("n")}, '', ${id("10 * n + 1", "3")}, 'task', 0, 'message', 'json', '"hi"' from generate_series(1, ${threads}) n`,
};

export async function fillTables(client: pg.Client, threads: number): Promise<void> {
  // without foreign keys' triggers: the rows are known to fit
  await client.query("set session_replication_role = replica; set statement_timeout = 0; set synchronous_commit = off");
  for (const insert of Object.values(tables)) await client.query(insert(threads));
  await client.query("reset session_replication_role");
  await client.query("vacuum (analyze)");
}

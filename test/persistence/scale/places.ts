/** Where each table would be if one Postgres became several. docs/scale.md has the reasons. */

/** On the node of its thread: the columns by which a row is that thread's, or else that of a row which the statement has found by its thread. */
const threadData: Readonly<Record<string, readonly string[]>> = {
  threads: ["id"],
  runs: ["thread_id"],
  leases: ["thread"],
  interrupts: ["thread_id"],
  audit: ["thread_id"],
  effects: ["thread_id"],
  run_events: ["thread_id"],
  children: ["parent_id", "thread_id"],
  fan_outs: ["parent_id"],
  checkpoints: ["thread_id"],
  checkpoint_blobs: ["thread_id"],
  checkpoint_writes: ["thread_id"],
  answers: ["interrupt_id"],
  replaced_answers: ["interrupt_id"],
  notices: ["interrupt_id"],
  suspects: ["run"],
};

export const columnsOfThread = (table: string): readonly string[] => threadData[table] ?? [];

export type Place = "by thread" | "by tenant" | "reference" | "coordinator";

const others: Readonly<Record<Exclude<Place, "by thread">, readonly string[]>> = {
  "by tenant": ["idempotency_keys", "store_items", "store_vectors", "tenant_storage"],
  // small, written seldom, read with everything
  reference: ["definitions", "assistants", "assistant_versions", "api_keys", "revoked_links"],
  // looked at for whatever is due, or written by each process for itself
  coordinator: [
    ...["workers", "model_turns", "set_aside", "crons", "webhooks", "tickets"],
    ...["signalbox_migrations", "checkpoint_migrations"],
  ],
};

export function placeOf(table: string): Place | undefined {
  if (table in threadData) return "by thread";
  return (Object.keys(others) as (keyof typeof others)[]).find((place) => others[place].includes(table));
}

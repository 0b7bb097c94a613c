/** The tables whose rows belong to tenants: each has a column `tenant`, and no request reads or writes them without it. */
export const tenantTables = [
  "threads",
  "runs",
  "interrupts",
  "answers",
  "replaced_answers",
  "notices",
  "fan_outs",
  "children",
  "audit",
  "effects",
  "assistants",
  "assistant_versions",
  "idempotency_keys",
  "store_items",
  "store_vectors",
  "crons",
  "webhooks",
  "revoked_links",
  "tenant_storage",
] as const;

/** Those that row-level security protects. Keys and tickets are found before anybody knows whose they are. What runs have emitted is read by the engine's own handle, after the run was found for the caller. */
export const securedTables = [...tenantTables, "run_events", "api_keys", "tickets"] as const;

/** Of everything that names no other tenant. */
export const DEFAULT_TENANT = "default";

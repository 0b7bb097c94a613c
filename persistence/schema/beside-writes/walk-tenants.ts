/**
 * What 0019 does, thread by thread. Its own statements look through whole tables for every 5000 rows, and keep these locked meanwhile; after this they
 * find nothing left but what an earlier program has written since.
 */

/** In a setting of the session: how far the walk has got. */
const walked = (name: string) => `coalesce(current_setting('migration.walked_${name}', true), '')`;

const next = (name: string, condition: string, count: number) =>
  `part as materialized (select id, tenant from signalbox.threads where ${condition} and id > ${walked(name)} order by id limit ${count})`;

/** A row for each part that was not empty. */
const goOn = (name: string) => `select set_config('migration.walked_${name}', max(id), false) from part having count(*) > 0`;

const ofThread = (table: string, column: string) =>
  `of_${table} as (update signalbox.${table} r set tenant = part.tenant from part where r.${column} = part.id and r.tenant <> part.tenant)`;

const ofQuestion = (table: string) =>
  `of_${table} as (update signalbox.${table} r set tenant = asked.tenant from asked where r.interrupt_id = asked.id and r.tenant <> asked.tenant)`;

/** Each is repeated until it returns no row. */
export const walkTenants: readonly string[] = [
  "set enable_seqscan = off",
  `with ${next("nobody", "tenant is null", 1000)},
   given as (update signalbox.threads t set tenant = 'default' from part where t.id = part.id and t.tenant is null)
   ${goOn("nobody")}`,
  `with ${next("tenants", "tenant <> 'default'", 100)},
   asked as materialized (select i.id, part.tenant from part join signalbox.interrupts i on i.thread_id = part.id),
   ${[
     ...["runs", "interrupts", "children", "audit", "effects"].map((table) => ofThread(table, "thread_id")),
     ofThread("fan_outs", "parent_id"),
     ...["answers", "replaced_answers", "notices"].map(ofQuestion),
   ].join(",\n   ")}
   ${goOn("tenants")}`,
  "reset enable_seqscan",
];

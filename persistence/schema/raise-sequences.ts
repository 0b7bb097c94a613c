/** Sets each sequence to at least its column's maximum: a logical copy of a database, as in an upgrade, has the rows and not the sequences. */
import type { Tx } from "../connection/database.ts";
import { quoted, type Schemas } from "../connection/schemas.ts";

interface OwnedSequence {
  readonly sequence: string;
  readonly table: string;
  readonly column: string;
}

const OWNED = `select s.oid::regclass::text as sequence, t.oid::regclass::text as "table", a.attname::text as "column"
  from pg_depend d join pg_class s on s.oid = d.objid and s.relkind = 'S'
  join pg_class t on t.oid = d.refobjid join pg_namespace n on n.oid = t.relnamespace
  join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and case when s.relkind = 'S' then has_sequence_privilege(s.oid, 'update') and has_sequence_privilege(s.oid, 'select') else false end
    and (n.nspname, t.relname) in (($1, 'audit'), ($2, 'checkpoints'))`;

/** An index finds the rows above the sequence, of which there are none but after a copy: its value is written into the statement, so that the planner knows. */
const mostAbove = ({ table, column }: OwnedSequence, last: string) =>
  `select max(${quoted(column)})::text as most from ${table} where ${quoted(column)} >= ${BigInt(last)}`;

export async function raiseSequences(tx: Tx, { own, checkpoints }: Schemas): Promise<void> {
  await tx.executeSql("set local enable_seqscan = off");
  const { rows } = await tx.executeSql(OWNED, [own, checkpoints]);
  for (const owned of rows as OwnedSequence[]) {
    const [counter] = (await tx.executeSql(`select last_value::text as last, is_called from ${owned.sequence}`)).rows;
    const [above] = (await tx.executeSql(mostAbove(owned, counter.last))).rows;
    if (above.most === null || (above.most === counter.last && counter.is_called)) continue;
    await tx.executeSql("select setval($1::regclass, $2::bigint)", [owned.sequence, above.most]);
  }
}

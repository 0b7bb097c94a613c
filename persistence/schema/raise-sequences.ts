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
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') and case when s.relkind = 'S' then has_sequence_privilege(s.oid, 'update') else false end
    and (n.nspname, t.relname) in (($1, 'audit'), ($2, 'checkpoints'))`;

/** A sequence that has counted more rows than the table has needs no look, which reads all of them where no index has the column first. */
const raise = ({ sequence, table, column }: OwnedSequence) => `
  select setval('${sequence.replaceAll("'", "''")}', rows.most)
  from ${sequence} counter, lateral (
    select max(${quoted(column)}) as most from ${table}
    where counter.last_value <= (select greatest(reltuples, 1000) from pg_class where oid = '${table.replaceAll("'", "''")}'::regclass)
  ) rows where rows.most > counter.last_value or rows.most = counter.last_value and not counter.is_called`;

export async function raiseSequences(tx: Tx, { own, checkpoints }: Schemas): Promise<void> {
  const { rows } = await tx.executeSql(OWNED, [own, checkpoints]);
  for (const owned of rows) await tx.executeSql(raise(owned));
}

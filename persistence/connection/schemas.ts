/** In which schemas the tables are: Signalbox's own, LangGraph's checkpoints, and the queue's. Statements name all of them `signalbox.<table>`. */
import { SignalboxError } from "../../language/issues/errors.ts";

export interface Schemas {
  readonly own: string;
  /** Where LangGraph's checkpointer has already created its tables; otherwise our own schema. */
  readonly checkpoints: string;
  readonly queue: string;
}

type Query = <Row>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

/** The schema of a database where nothing chooses another one. */
const DEFAULT = "signalbox";

/** Versions that knew no schemas always put the queue here. Two queues would part old workers from new ones, so it stays. */
const EARLIER_QUEUE = "signalbox_queue";

/** The namespace of the row in signalbox_migrations which says that the queue is in the same schema. */
export const QUEUE_INSIDE = "signalbox queue";

/** pg-boss writes the name into quoted and unquoted places, also inside function bodies. */
const UNUSABLE_NAME = /["'%$.\\\p{Cc}]/u;

interface Found {
  readonly current: string | null;
  readonly search_path: string;
  readonly own: string[];
  readonly checkpoints: string[];
}

const standing = (table: string, privileges: string) => `array(
  select n.nspname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relname = '${table}' and c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%'
    and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, '${privileges}') order by 1)`;

const FIND = `select current_schema()::text as current, current_setting('search_path') as search_path,
  ${standing("signalbox_migrations", "select")} as own, ${standing("checkpoint_migrations", "select")} as checkpoints`;

/**
 * `wanted`, else where our tables already are, else the connection's own schema unless it is `public`, else `signalbox`. Tables are never moved.
 * @throws DATABASE_SCHEMA_UNUSABLE when the choice is not clear.
 */
export async function findSchemas(query: Query, wanted: string | undefined): Promise<Schemas> {
  const [found] = await query<Found>(FIND);
  if (!found) throw new Error("Postgres did not answer where its tables are.");
  const own = wanted ?? onlyOne(found.own, "Signalbox") ?? currentOf(found) ?? DEFAULT;
  const checkpoints = checkpointsOf(found, own);
  const queue = found.own.includes(own) && (await hasEarlierQueue(query, own)) ? EARLIER_QUEUE : own;
  if (UNUSABLE_NAME.test(own) || Buffer.byteLength(own) > 50)
    throw unusable(`The name of schema ${JSON.stringify(own)} has characters that the queue cannot use, or more than 50 bytes`);
  return { own, checkpoints, queue };
}

/** Another installation's checkpoints are not ours. */
function checkpointsOf({ own: installed, checkpoints }: Found, own: string): string {
  if (checkpoints.includes(own)) return own;
  return (
    onlyOne(
      checkpoints.filter((schema) => !installed.includes(schema)),
      "LangGraph's checkpointer",
    ) ?? own
  );
}

function onlyOne(schemas: readonly string[], owner: string): string | undefined {
  if (schemas.length <= 1) return schemas[0];
  throw unusable(`The tables of ${owner} are in several schemas: ${schemas.join(", ")}`);
}

/** Not `public`, which other applications use. A search_path that names a missing schema first is a mistake, which must not move the tables. */
function currentOf({ current, search_path: path }: Found): string | undefined {
  const [, quoted, bare] = /^\s*(?:"((?:[^"]|"")+)"|([^,\s]+))/.exec(path) ?? [];
  const first = quoted?.replaceAll('""', '"') ?? bare;
  if (first && !["$user", "public", current].includes(first) && !first.startsWith("pg_"))
    throw unusable(`The search_path is ${path}, and there is no schema "${first}" that this login may use. Create it`);
  return current === null || current === "public" || current.startsWith("pg_") ? undefined : current;
}

/** An installation of before the schemas: it has been migrated, and nothing says that its queue is inside. */
async function hasEarlierQueue(query: Query, own: string): Promise<boolean> {
  const namespaces = await query<{ namespace: string }>(`select distinct namespace from ${quoted(own)}.signalbox_migrations`);
  const has = (wanted: string) => namespaces.some(({ namespace }) => namespace === wanted);
  return has("signalbox") && !has(QUEUE_INSIDE);
}

export function unusable(problem: string, cause?: unknown): SignalboxError {
  const message = `${problem}. Set SIGNALBOX_SCHEMA (or the option \`schema\`) to the schema for Signalbox's tables.`;
  return new SignalboxError("DATABASE_SCHEMA_UNUSABLE", message, { cause });
}

export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** Replaces `signalbox.` before the name of a table, an index or a sequence by the schema where it is. */
export function qualifierOf({ own, checkpoints }: Schemas): (text: string) => string {
  if (own === DEFAULT && checkpoints === DEFAULT) return (text) => text;
  return (text) =>
    text.replace(
      /(?<![\w."])signalbox\.(?=([a-z_]+))/g,
      (_, name: string) => `${quoted(name.startsWith("checkpoint") ? checkpoints : own)}.`,
    );
}

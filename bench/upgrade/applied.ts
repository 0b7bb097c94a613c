/** What the migrations took: one line for each transaction, which holds its locks until its last file is applied. */
import type pg from "pg";
import type { LockWait } from "./lock-waits.ts";

export interface Applied {
  /** Of the first and the last file in it. */
  readonly names: string;
  readonly ms: number;
  /** The longest that another session waited for a lock meanwhile. */
  readonly wait: LockWait | undefined;
}

interface Row {
  readonly names: string[];
  readonly ended_at: number;
}

const ROWS = `select array_agg(name order by number) as names, extract(epoch from max(at))::float8 * 1000 as ended_at
  from signalbox_migrations where namespace = 'signalbox' and number > $1 group by xmin::text order by max(number)`;

/** `beganAt`: when the first one began, in ms since 1970. */
export async function appliedSince(
  client: pg.Client,
  { last, beganAt, waits }: { readonly last: number; readonly beganAt: number; readonly waits: readonly LockWait[] },
): Promise<Applied[]> {
  const { rows } = await client.query<Row>(ROWS, [last]);
  return rows.map(({ names, ended_at: end }, index) => {
    const begin = rows[index - 1]?.ended_at ?? beganAt;
    const during = waits.filter(({ endedAt, ms }) => endedAt - ms > begin && endedAt - ms <= end);
    const first = names[0] ?? "";
    const numbers = names.length === 1 ? first : `${first.slice(0, 4)}–${names.at(-1)?.slice(0, 4)}`;
    return { names: numbers, ms: end - begin, wait: during.sort((one, other) => other.ms - one.ms)[0] };
  });
}

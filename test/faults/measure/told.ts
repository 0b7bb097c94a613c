/** What customers were told, compared with what a database has afterwards. */
import type { Database } from "../../../persistence/connection/database.ts";
import { until } from "../../support/until.ts";
import type { Told } from "../processes/customers-over-http.ts";

/** Of the steps graph. */
const NODES = 6;

export interface Count {
  readonly accepted: number;
  readonly decided: number;
}

export const countOf = ({ accepted, decided }: Told): Count => ({ accepted: accepted.length, decided: decided.length });

const NOTHING: Count = { accepted: 0, decided: 0 };

/** What was told since then. */
export const toldAfter = (customers: readonly Told[], since: readonly Count[] = []): Told => ({
  accepted: customers.flatMap(({ accepted }, index) => accepted.slice((since[index] ?? NOTHING).accepted)),
  decided: customers.flatMap(({ decided }, index) => decided.slice((since[index] ?? NOTHING).decided)),
});

/** What was told before the one moment, and since the other. */
export function toldOutside(customers: readonly Told[], from: readonly Count[], to: readonly Count[]): Told {
  const before = customers.map(({ accepted, decided }, index) => {
    const count = from[index] ?? NOTHING;
    return { accepted: accepted.slice(0, count.accepted), decided: decided.slice(0, count.decided) };
  });
  const [earlier, later] = [toldAfter(before), toldAfter(customers, to)];
  return { accepted: [...earlier.accepted, ...later.accepted], decided: [...earlier.decided, ...later.decided] };
}

interface Fact {
  readonly id: string;
  readonly status: string;
  readonly effects: number;
}

/** What customers were told and is not so. A thread that waits was not decided, or its customer was not told. */
export async function contradictions(
  { sql }: Database,
  { accepted, decided }: Told,
  { patienceMs }: { readonly patienceMs: number },
): Promise<string[]> {
  const threads = () =>
    sql.query<Fact>(
      `select t.id, t.status, (select count(*)::int from signalbox.audit a where a.thread_id = t.id and a.what = 'effect.happened') as effects
       from signalbox.threads t where id = any($1) and exists (select 1 from signalbox.runs r where r.thread_id = t.id)`,
      [accepted],
    );
  await until("the end of all runs", async () => (await threads()).every(({ status }) => status !== "busy"), patienceMs).catch(() => {});
  const found = await threads();
  const taken = await sql.query("select 1 from signalbox.interrupts where id = any($1) and status = 'decided'", [decided]);
  const isWrong = ({ status, effects }: Fact) => !(status === "idle" && effects === NODES) && !(status === "interrupted" && effects === 3);
  const wrong = found.filter(isWrong);
  return [
    ...(found.length < accepted.length ? [`${accepted.length - found.length} of ${accepted.length} starts are lost`] : []),
    ...(taken.length < decided.length ? [`${decided.length - taken.length} of ${decided.length} decisions are lost`] : []),
    ...(wrong.length > 0 ? [`${wrong.length} runs did not end with each effect once, such as ${JSON.stringify(wrong[0])}`] : []),
  ];
}

/** Compares the bank's books, the recorded decisions, the effects and the paths with each other. */
import pg from "pg";
import { type Customer, EDITED_CENTS } from "./customers.ts";

const asked =
  "reception:next triage:dispute findCharges:next chooseCharge:chosen pickCharge:next startDispute:next refundsDesk:next checkLimit:";
const booked = "payBack:next confirm:next tell:told";

interface PathStep {
  readonly node: string;
  readonly label: string;
  readonly error?: { readonly code: string; readonly message: string };
}

export type Contradictions = Readonly<Record<string, number>>;

export async function countContradictions(databaseUrl: string, customers: readonly Customer[]): Promise<Contradictions> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const rows = async <Row>(text: string) => (await client.query(text)).rows as Row[];
  const threads = new Map(
    (await rows<{ id: string; status: string; path: PathStep[] }>("select id, status, last_path as path from signalbox.threads")).map(
      (thread) => [thread.id, thread],
    ),
  );
  const refunds = Map.groupBy(
    await rows<{ customer: string; cents: number; thread: string }>(
      "select customer_id as customer, amount_cents as cents, thread from bank.refunds where customer_id like 'S-%'",
    ),
    ({ customer }) => customer,
  );
  const balances = new Map(
    (
      await rows<{ id: string; cents: number }>(
        "select customer_id as id, balance_cents as cents from bank.accounts where customer_id like 'S-%'",
      )
    ).map(({ id, cents }) => [id, cents]),
  );
  const effects = await counted(
    rows,
    "select thread_id as id, count(*)::int as number from signalbox.effects where node = 'payBack' and state = 'done' group by 1",
  );
  const letters = await counted(rows, "select customer_id as id, count(*)::int as number from bank.letters group by 1");
  const decisions = await counted(
    rows,
    "select thread_id as id, count(*)::int as number from signalbox.interrupts where status = 'decided' and decided_by is not null group by 1",
  );
  const [lost] = await rows<{ number: number }>("select count(*)::int as number from signalbox.interrupts where status <> 'decided'");
  await client.end();
  for (const { thread, lead } of customers) {
    const path = threads.get(thread)?.path;
    if (pathOf(path) === expectedPath(lead)) continue;
    console.log(
      `thread ${thread} (${threads.get(thread)?.status}): ${pathOf(path)}; errors ${JSON.stringify(path?.flatMap(({ error }) => error ?? []))}`,
    );
  }
  const count = (isWrong: (customer: Customer) => boolean) => customers.filter(isWrong).length;
  const dueOf = ({ lead, chargedCents }: Customer) => (lead === "edit" ? EDITED_CENTS : chargedCents);
  return {
    "threads that did not finish": count(({ thread }) => threads.get(thread)?.status !== "idle"),
    "threads on another path than was decided": count(({ thread, lead }) => pathOf(threads.get(thread)?.path) !== expectedPath(lead)),
    "customers without exactly one refund": count(({ id }) => refunds.get(id)?.length !== 1),
    "refunds of another amount than was decided": count((customer) => refunds.get(customer.id)?.[0]?.cents !== dueOf(customer)),
    "accounts whose balance differs from the refund": count((customer) => balances.get(customer.id) !== dueOf(customer)),
    "refunds without exactly one effect on record": count(({ thread }) => effects.get(thread) !== 1),
    "customers without exactly one letter": count(({ id }) => letters.get(id) !== 1),
    "threads whose decisions are not all recorded": count(({ thread, lead }) => decisions.get(thread) !== (lead ? 2 : 1)),
    "questions left open, expired or forgotten": lost?.number ?? -1,
  };
}

async function counted(rows: <Row>(text: string) => Promise<Row[]>, text: string): Promise<Map<string, number>> {
  return new Map((await rows<{ id: string; number: number }>(text)).map(({ id, number }) => [id, number]));
}

const pathOf = (path: readonly PathStep[] | undefined) => path?.map(({ node, label }) => `${node}:${label}`).join(" ");
const expectedPath = (lead: Customer["lead"]) => `${asked}${lead ? `over approval:${lead}` : "within"} ${booked}`;

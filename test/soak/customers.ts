/** Customers with one wrong charge each, and how one gets the money back while servers are killed and restarted. */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Fleet } from "./fleet.ts";

export interface Customer {
  readonly id: string;
  readonly thread: string;
  readonly chargedCents: number;
  /** What the refund lead decides about a charge over the limit. */
  readonly lead: "approve" | "edit" | undefined;
}

export const EDITED_CENTS = 2_500;
const SMALL_CENTS = 1_200;
const LARGE_CENTS = 9_000;
const POLL_MS = 150;
const LONGEST_ANSWER_MS = 30_000;

export async function makeCustomers(databaseUrl: string, count: number): Promise<Customer[]> {
  const customers = Array.from({ length: count }, (_, number): Customer => {
    const lead = number % 2 === 0 ? undefined : number % 5 === 0 ? "edit" : "approve";
    return { id: `S-${number}`, thread: randomUUID(), chargedCents: lead ? LARGE_CENTS : SMALL_CENTS, lead };
  });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(
    `with own as (select * from unnest($1::text[], $2::int[]) as own (id, cents)),
       customer as (insert into bank.customers (id, name, credit_score) select id, 'Customer ' || id, 700 from own),
       account as (insert into bank.accounts (id, customer_id, kind, number_end, routing_number, balance_cents, interest_percent)
         select 'A-' || id, id, 'checking', '0000', '021000000', 0, 0 from own),
       card as (insert into bank.cards (id, customer_id, kind, network, number_end, limit_cents, points, expires_on)
         select 'K-' || id, id, 'credit', 'Visa', '0000', 100000, 0, date '2030-01-01' from own)
     insert into bank.transactions (id, customer_id, card_id, booked_on, merchant, category, amount_cents)
     select 'T-' || id, id, 'K-' || id, date '2026-11-10', 'Walmart', 'groceries', cents from own`,
    [customers.map(({ id }) => id), customers.map(({ chargedCents }) => chargedCents)],
  );
  await client.end();
  return customers;
}

/** Resolves when the customer's thread has finished. Every request is repeated until a server responds. */
export async function serve(fleet: Fleet, { id, thread, lead }: Customer): Promise<void> {
  await ask(fleet, "/threads", { thread_id: thread, if_exists: "do_nothing" });
  await begin(fleet, thread, { customerId: id, message: "i saw a fraudulent transaction" });
  await decide(fleet, { thread, node: "chooseCharge" }, { decision: "chosen", form: { text: "number 1" }, by: id });
  if (lead === "approve") await decide(fleet, { thread, node: "approval" }, { decision: "approve", by: "dana", roles: ["refund-lead"] });
  if (lead === "edit")
    await decide(
      fleet,
      { thread, node: "approval" },
      { decision: "edit", form: { amountCents: EDITED_CENTS }, by: "dana", roles: ["refund-lead"] },
    );
  while (((await ask(fleet, `/threads/${thread}`)) as { status: string }).status === "busy") await sleep(POLL_MS);
}

/** A run whose response was lost is not started again. */
async function begin(fleet: Fleet, thread: string, input: Readonly<Record<string, unknown>>): Promise<void> {
  for (;;) {
    const run = await askOnce(fleet, `/threads/${thread}/runs`, { assistant_id: "support-desk", input, by: String(input.customerId) });
    if (run) return;
    const runs = (await ask(fleet, `/threads/${thread}/runs`)) as unknown[];
    if (runs.length > 0) return;
  }
}

/** Waits for the thread's next question, and sends the decision with one idempotency key until it is accepted. */
async function decide(fleet: Fleet, { thread, node }: { thread: string; node: string }, decision: object): Promise<void> {
  for (;;) {
    const [open] = (await ask(fleet, `/interrupts?status=pending&thread_id=${thread}`)) as { id: string; node: string }[];
    if (open && open.node !== node) return; // countContradictions reports it
    if (open)
      return void (await ask(fleet, `/interrupts/${open.id}/decision`, decision, {
        "Idempotency-Key": `${open.id} ${JSON.stringify(decision)}`,
      }));
    const { status } = (await ask(fleet, `/threads/${thread}`)) as { status: string };
    if (status === "error" || status === "idle") return;
    await sleep(POLL_MS);
  }
}

async function ask(fleet: Fleet, path: string, body?: unknown, headers?: Record<string, string>): Promise<unknown> {
  for (;;) {
    const answer = await askOnce(fleet, path, body, headers);
    if (answer !== undefined) return answer;
    await sleep(POLL_MS);
  }
}

/** Undefined: no response, or 503. Every other refusal is an error. */
async function askOnce(fleet: Fleet, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  const { url } = fleet.servers[Math.floor(Math.random() * fleet.servers.length)] as { url: string };
  const request = body === undefined ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(`${url}${path}`, { ...request, signal: AbortSignal.timeout(LONGEST_ANSWER_MS) }).catch(() => undefined);
  const text = await answer?.text().catch(() => undefined);
  if (!answer || text === undefined || answer.status === 503) return undefined;
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

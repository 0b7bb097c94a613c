/** What the graph of one invoice may name: the match, the booking, and the note that it was booked before. */
import { z } from "zod";
import { setup, ToolError, task, tool } from "../../../language/index.ts";
import { Invoice, Result } from "../invoice.ts";
import { differencesOf } from "../match-invoice.ts";

const resultOf = ({ id, totalCents }: Invoice, status: Result["status"], note: string): Result => ({ id, status, cents: totalCents, note });

const match = task({
  labels: ["matched", "disputed"],
  args: z.object({ invoice: Invoice }),
  with: z.object({ tolerancePercent: z.number() }),
  output: Result,
  run: async ({ invoice }, context) => {
    const differences = differencesOf(invoice, context.with.tolerancePercent);
    const label = differences.length === 0 ? "matched" : "disputed";
    return { label, output: resultOf(invoice, label, differences.join("; ")) };
  },
});

const book = tool({
  description: "Write the invoice into the ledger, from where it is paid.",
  errors: { ALREADY_BOOKED: "final" },
  args: z.object({ invoice: Invoice }),
  output: Result,
  effect: "transaction",
  once: ["invoice"],
  run: async ({ invoice }, { sql, thread }) => {
    const { id, supplier, number, totalCents } = invoice;
    const [entry] = await sql.query<{ entry: number }>(
      `insert into nightly.ledger (supplier, number, invoice_id, cents, thread) values ($1, $2, $3, $4, $5)
       on conflict (supplier, number) do nothing returning entry`,
      [supplier, number, id, totalCents, thread],
    );
    if (!entry) throw new ToolError("ALREADY_BOOKED", `${supplier}'s invoice ${number} is in the ledger`);
    return resultOf(invoice, "booked", `entry ${entry.entry}`);
  },
});

const noteDuplicate = task({
  labels: ["noted"],
  args: z.object({ invoice: Invoice }),
  output: Result,
  run: async ({ invoice }) => ({
    label: "noted",
    output: resultOf(invoice, "disputed", `${invoice.supplier}'s invoice ${invoice.number} was booked before`),
  }),
});

export const oneInvoice = setup({
  state: { invoice: Invoice, result: Result },
  tasks: { match, noteDuplicate },
  tools: { book },
});

/** Everything that graph.ts may name: channels, loading, settling, the work list, and the graph of one invoice. */
import { z } from "zod";
import { question, setup, task, tool } from "../../language/index.ts";
import { invoiceGraph } from "./invoice/graph.ts";
import { Invoice, Result } from "./invoice.ts";
import { invoicesOf } from "./make-day.ts";
import { Totals, totals } from "./totals.ts";

const Failure = z.object({ index: z.int(), item: Invoice, error: z.string() });
const Open = z.object({ invoice: Invoice, why: z.string() });

const loadInvoices = tool({
  description: "The invoices that came in on a day.",
  errors: {},
  effect: "none",
  args: z.object({ day: z.iso.date() }),
  with: z.object({ count: z.int() }),
  output: z.array(Invoice),
  run: async ({ day }, context) => invoicesOf(day, context.with.count),
});

/** Counts booked invoices; puts disputed and failed ones on the work list. */
const settle = task({
  labels: ["clean", "open"],
  args: z.object({ invoices: z.array(Invoice), results: z.array(Result), broken: z.array(Failure).optional() }),
  output: z.object({ open: z.array(Open), booked: Totals }),
  run: async ({ invoices, results, broken = [] }) => {
    const byId = new Map(invoices.map((invoice) => [invoice.id, invoice]));
    const disputed = results.filter(({ status }) => status === "disputed");
    const open = [
      ...disputed.flatMap(({ id, note }) => {
        const invoice = byId.get(id);
        return invoice ? [{ invoice, why: note }] : [];
      }),
      ...broken.map(({ item, error }) => ({ invoice: item, why: error })),
    ];
    const entered = results.filter(({ status }) => status === "booked");
    const booked = { invoices: entered.length, cents: entered.reduce((sum, { cents }) => sum + cents, 0) };
    return { label: open.length === 0 ? "clean" : "open", output: { open, booked } };
  },
});

const workOff = question({
  prompt: "These invoices were not booked. Send the corrected ones through again, or leave the rest for the suppliers.",
  decisions: { again: z.object({ invoices: z.array(Invoice).min(1) }), done: null },
});

export const batch = setup({
  state: {
    day: z.iso.date(),
    invoices: z.array(Invoice),
    invoice: Invoice,
    result: Result,
    results: z.array(Result),
    failed: z.array(Failure),
    open: z.array(Open),
    booked: totals,
  },
  roles: ["accounting"],
  tools: { loadInvoices },
  tasks: { settle },
  questions: { workOff },
  graphs: { invoice: invoiceGraph },
});

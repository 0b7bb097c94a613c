/** What the office knows: its plans, its known problems, its customers' invoices. A made-up maker of a team calendar. Money is whole cents. */

export const plans = {
  solo: { seatCents: 600, seatsAtMost: 1 },
  team: { seatCents: 900, seatsAtMost: 50 },
  company: { seatCents: 1_400, seatsAtMost: 5_000 },
} as const;

export interface KnownProblem {
  readonly symptom: string;
  readonly remedy: string;
}
export const knownProblems: readonly KnownProblem[] = [
  { symptom: "the calendar does not sync with the phone", remedy: "sign out on the phone and in again; the sync starts anew" },
  { symptom: "invitations do not arrive by mail", remedy: "let your mail administrator allow mail from invites.example" },
  { symptom: "events appear twice after an import", remedy: "open Settings, Import, and undo the last import" },
  { symptom: "you cannot sign in, or forgot the password", remedy: "ask for a new password on the sign-in page" },
  { symptom: "the app is slow or freezes", remedy: "switch off calendars that you do not look at" },
];

export interface InvoiceRow {
  readonly invoice: string;
  readonly customerId: string;
  readonly month: string;
  readonly amountCents: number;
  readonly paid: boolean;
}
export const invoices: readonly InvoiceRow[] = [
  { invoice: "N-101", customerId: "K-1", month: "2026-09", amountCents: 10_800, paid: true },
  { invoice: "N-102", customerId: "K-1", month: "2026-10", amountCents: 10_800, paid: false },
  { invoice: "N-103", customerId: "K-2", month: "2026-10", amountCents: 600, paid: true },
];

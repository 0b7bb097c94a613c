/** Asks the person at the terminal for an open approval and returns the decision. */
import { createInterface, type Interface } from "node:readline/promises";
import { dollars } from "../money.ts";
import type { Decision, OpenQuestion } from "./desk-client.ts";

const choices = "  [a] approve   [e] edit the amount   [r] reject with a reason";

export async function askPerson(question: OpenQuestion, signal: AbortSignal): Promise<Decision> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    console.log(`\n  ${question.value.prompt}`);
    for (const [name, value] of Object.entries(question.value.shows)) console.log(`  ${name}: ${shown(name, value)}`);
    console.log(choices);
    return { ...(await decisionOf(terminal, signal)), by: "you", roles: ["refund-lead"] };
  } finally {
    terminal.close();
  }
}

async function decisionOf(terminal: Interface, signal: AbortSignal): Promise<Omit<Decision, "by" | "roles">> {
  for (;;) {
    const answer = (await terminal.question("  your decision: ", { signal })).trim().toLowerCase();
    if (answer === "a") return { decision: "approve" };
    if (answer === "r")
      return { decision: "reject", form: { reason: (await terminal.question("  the reason: ", { signal })).trim() || "no reason given" } };
    if (answer !== "e") continue;
    const amount = Number((await terminal.question("  give back, in dollars: ", { signal })).replace("$", ""));
    if (amount > 0) return { decision: "edit", form: { amountCents: Math.round(amount * 100) } };
  }
}

function shown(name: string, value: unknown): string {
  if (name.endsWith("Cents") && typeof value === "number") return dollars(value);
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([field, inside]) => shown(field, inside))
    .join(", ");
}

/** What the demo prints: a path in one line, the table of all requests, the proof from the tables. Colour only on a terminal. */
import { stripVTControlCharacters, styleText } from "node:util";
import { dollars } from "../money.ts";
import type { Act } from "./cases.ts";
import type { Step } from "./desk-client.ts";
import type { Tables } from "./read-tables.ts";
import type { CaseResult, TurnResult } from "./run-case.ts";
import { KILLED_IN } from "./run-crash.ts";

type Style = Parameters<typeof styleText>[0];
export const paint = (style: Style, text: string): string => styleText(style, text, { stream: process.stdout });
const mark = (fine: boolean): string => (fine ? paint("green", "✓") : paint("red", "✗"));

export function printCase({ shows, customer, turns, tookMs }: CaseResult, number: number): void {
  const fine = turns.every(({ asExpected }) => asExpected);
  console.log(
    `\n${mark(fine)} ${String(number).padStart(2)}. ${paint("bold", shows)}  ${paint("dim", `${customer}, ${Math.round(tookMs)} ms`)}`,
  );
  for (const turn of turns) {
    for (const act of turn.acts) printLine(...lineOf(act));
    if (turn.reply !== undefined) printLine("desk", turn.reply);
    printLine("path", pathLine(turn));
    if (!turn.asExpected) printLine("expected", paint("red", turn.expected));
  }
}

const printLine = (who: string, what: string) => console.log(`      ${paint("dim", who.padEnd(9))} ${what}`);

function lineOf(act: Act): [who: string, what: string] {
  if ("says" in act) return ["customer", paint("cyan", act.says)];
  const form = act.form ? ` ${JSON.stringify(act.form)}` : "";
  return ["person", `${paint("yellow", act.decides)}${form}, ${act.by}`];
}

/** `reception → triage ─cards→ cardsDesk → tell → end` */
function pathLine({ steps, waitsAt }: TurnResult): string {
  const last = waitsAt === undefined ? "" : paint("yellow", "  waits for a person");
  return `${steps.map(({ node, label, attempts }) => node + tries(attempts) + arrow(label)).join("")}${steps.at(-1)?.target ?? ""}${last}`;
}
const tries = (attempts: number | undefined) => (attempts ? paint("yellow", ` (${attempts} attempts)`) : "");
const arrow = (label: Step["label"]) => (["next", "told"].includes(label) ? " → " : paint("dim", ` ─${label}→ `));

export function printTable(results: readonly CaseResult[]): void {
  const rows = results.map(({ shows, turns, tookMs }, at) => [
    String(at + 1),
    shows,
    String(turns.reduce((sum, { steps }) => sum + steps.length, 0)),
    turns.at(-1)?.waitsAt ? `waits at ${turns.at(-1)?.waitsAt}` : (turns.at(-1)?.steps.at(-1)?.target ?? "nowhere"),
    `${Math.round(tookMs)} ms`,
    mark(turns.every(({ asExpected }) => asExpected)),
  ]);
  printRows([["#", "what it shows", "steps", "ends", "took", "as expected"], ...rows]);
}

export function printProof(tables: Tables): void {
  console.log(paint("bold", "\nThe killed run in the table audit: every node that had finished began once"));
  printRows([
    ["node", "began", "epochs"],
    ...tables.starts.map(({ node, started, epochs }) => [
      node,
      `${started}×`,
      epochs + (node === KILLED_IN ? "  the server died in it" : ""),
    ]),
  ]);
  console.log(
    `bank.refunds of this thread: ${tables.refunds.length} row, ${tables.refunds.map(({ amount_cents }) => dollars(amount_cents)).join(", ")}; bank.letters: ${tables.letters}`,
  );
  console.log(`bank.refunds of the edited approval: ${tables.editedCents.map(dollars).join(", ")}`);
  console.log(`bank.refunds in all: ${tables.booked} rows; charges given back twice: ${tables.bookedTwice}`);
}

function printRows(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => plainLength(row[column]))));
  console.log();
  rows.forEach((row, at) => {
    const line = row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - plainLength(cell))).join("  ");
    console.log(at === 0 ? paint("dim", line) : line);
  });
  console.log();
}
const plainLength = (text = "") => stripVTControlCharacters(text).length;

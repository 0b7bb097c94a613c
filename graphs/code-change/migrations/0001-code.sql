-- A small repository, in a schema of its own: branches with their files, and the commits that were merged.
create schema code;

create table code.branches (
  name text primary key,
  head text not null,
  -- Path → text.
  files jsonb not null
);

create table code.commits (
  sha text not null,
  branch text not null references code.branches,
  parent text not null,
  message text not null,
  thread text not null,
  merged_at timestamptz not null default now(),
  -- A branch moves from a parent once.
  primary key (branch, parent)
);

insert into code.branches values ('main', 'first', jsonb_build_object(
'money.ts', $file$/** Money is whole cents. */
export function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

export function format(cents: number): string {
  return `${(cents / 100).toFixed(2)} EUR`;
}
$file$,
'cart.ts', $file$import { total } from "./money.ts";

export interface Line {
  readonly name: string;
  readonly cents: number;
  readonly count: number;
}

export function cartTotal(lines: readonly Line[]): number {
  return total(lines.map((line) => line.cents * line.count));
}
$file$,
'invoice.ts', $file$import { cartTotal, type Line } from "./cart.ts";
import { format, total } from "./money.ts";

export function invoice(lines: readonly Line[], feesCents: readonly number[]): string {
  const items = lines.map((line) => `${line.name}: ${format(line.cents * line.count)}`);
  return [...items, `To pay: ${format(cartTotal(lines) + total(feesCents))}`].join("\n");
}
$file$,
'README.md', $file$# Shop

`total(amounts)` adds cents, `format(cents)` shows them in EUR, `invoice(lines, feesCents)` writes a bill.
$file$));

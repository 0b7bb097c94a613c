/** Makes a day's orders and invoices, always the same for the same day: the example's stand-in for a purchasing system and a mailbox. */
import { createHash } from "node:crypto";
import { type Invoice, totalOf } from "./invoice.ts";

export interface Order {
  readonly number: string;
  readonly supplier: string;
  readonly quantity: number;
  readonly unitCents: number;
  readonly taxPercent: number;
}

const suppliers = [
  "Abel & Sons",
  "Baltic Paper",
  "Cobalt Tools",
  "Dunes Logistics",
  "Elm Furniture",
  "Ferro Metal",
  "Glass Works",
  "Harbour Foods",
];
/** The defects, and how often each occurs in 1,000 invoices. */
const defects = { price: 20, quantity: 10, order: 10, sum: 5, duplicate: 5 } as const;
type Defect = keyof typeof defects;

/** A number from 0 up to `below`, drawn by the name alone. */
function draw(name: string, below: number): number {
  return createHash("sha256").update(name).digest().readUInt32BE(0) % below;
}

const numberOf = (day: string, at: number): string => `${day}/${String(at).padStart(5, "0")}`;

function orderAt(day: string, at: number): Order {
  const number = numberOf(day, at);
  return {
    number,
    supplier: suppliers[draw(`${number} supplier`, suppliers.length)] as string,
    quantity: 1 + draw(`${number} quantity`, 40),
    unitCents: 250 + draw(`${number} unit`, 90_000),
    taxPercent: draw(`${number} tax`, 4) === 0 ? 7 : 19,
  };
}

/** The order of this number; the purchasing system has orders of this form only. */
export function findOrder(number: string): Order | undefined {
  const [, day, at] = /^(\d{4}-\d{2}-\d{2})\/(\d{5})$/.exec(number) ?? [];
  return day === undefined ? undefined : orderAt(day, Number(at));
}

function defectOf(number: string): Defect | undefined {
  let left = draw(`${number} defect`, 1_000);
  return (Object.keys(defects) as Defect[]).find((defect) => {
    left -= defects[defect];
    return left < 0;
  });
}

/** Most invoices fit their order. The others are wrong in one way each. */
function invoiceAt(day: string, at: number): Invoice {
  const { number: order, ...ordered } = orderAt(day, at);
  const right = { id: `I-${order}`, number: `R${draw(`${order} number`, 1_000_000_000)}`, order, ...ordered, totalCents: totalOf(ordered) };
  const more = (part: typeof ordered) => ({ ...right, ...part, totalCents: totalOf(part) });
  const wrong: Readonly<Record<Defect, () => Invoice>> = {
    price: () => more({ ...ordered, unitCents: Math.ceil(ordered.unitCents * 1.08) }),
    quantity: () => more({ ...ordered, quantity: ordered.quantity + 2 }),
    order: () => ({ ...right, order: order.replace("/", "-") }),
    sum: () => ({ ...right, totalCents: right.totalCents + 1_000 }),
    duplicate: () => (at === 0 ? right : { ...invoiceAt(day, at - 1), id: right.id }),
  };
  const defect = defectOf(order);
  return defect === undefined ? right : wrong[defect]();
}

export const invoicesOf = (day: string, count: number): Invoice[] => Array.from({ length: count }, (_, at) => invoiceAt(day, at));

/** Compares an invoice with its order and reports the differences in words that accounting can act on. */
import { type Invoice, totalOf } from "./invoice.ts";
import { findOrder, type Order } from "./make-day.ts";

/** Empty when the invoice may be paid. */
export function differencesOf(invoice: Invoice, tolerancePercent: number): string[] {
  const sum = totalOf(invoice);
  const wrongSum = sum === invoice.totalCents ? [] : [`its own sum is ${sum} cents, it asks for ${invoice.totalCents}`];
  const order = findOrder(invoice.order);
  return order ? [...differencesFrom(order, invoice, tolerancePercent), ...wrongSum] : [`there is no order ${invoice.order}`, ...wrongSum];
}

function differencesFrom(order: Order, invoice: Invoice, tolerancePercent: number): string[] {
  const dearest = order.unitCents * (1 + tolerancePercent / 100);
  const differences: (string | false)[] = [
    invoice.supplier !== order.supplier && `the order went to ${order.supplier}, not to ${invoice.supplier}`,
    invoice.unitCents > dearest && `a unit costs ${invoice.unitCents} cents, ordered at ${order.unitCents}`,
    invoice.quantity > order.quantity && `${invoice.quantity} units, ${order.quantity} ordered`,
    invoice.taxPercent !== order.taxPercent && `${invoice.taxPercent} % tax, ordered with ${order.taxPercent} %`,
  ];
  return differences.filter((difference) => difference !== false);
}

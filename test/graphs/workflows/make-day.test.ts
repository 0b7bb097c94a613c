/** The nightly batch's invoices: always the same, and wrong only in ways that the match finds. */
import { describe, expect, it } from "vitest";
import { invoicesOf } from "../../../graphs/nightly-batch/make-day.ts";
import { differencesOf } from "../../../graphs/nightly-batch/match-invoice.ts";

const day = "2026-11-20";
const invoices = invoicesOf(day, 5_000);

it("are the same for the same day, and others on another", () => {
  expect(invoicesOf(day, 5_000)).toEqual(invoices);
  expect(invoicesOf("2026-11-21", 1)[0]).not.toMatchObject({ totalCents: invoices[0]?.totalCents });
});

it("have an id each, and a supplier's number twice where one came in twice", () => {
  expect(new Set(invoices.map(({ id }) => id)).size).toBe(5_000);
  const twice = 5_000 - new Set(invoices.map(({ supplier, number }) => `${supplier} ${number}`)).size;
  expect(twice).toBeGreaterThan(0);
  expect(twice).toBeLessThan(50);
});

it("fit their orders but for one in twenty", () => {
  const wrong = invoices.filter((invoice) => differencesOf(invoice, 1).length > 0).length;
  expect(wrong).toBeGreaterThan(5_000 * 0.03);
  expect(wrong).toBeLessThan(5_000 * 0.06);
});

describe("the match", () => {
  const right = invoices.find((invoice) => differencesOf(invoice, 0).length === 0);
  if (!right) throw new Error("no invoice fits");
  it.each([
    ["a dearer unit", { unitCents: right.unitCents * 2 }, /a unit costs/],
    ["more units", { quantity: right.quantity + 1 }, /units, \d+ ordered/],
    ["another supplier", { supplier: "Nobody" }, /the order went to .*, not to Nobody/],
    ["another tax", { taxPercent: 25 }, /25 % tax, ordered with/],
    ["an unknown order", { order: "4711" }, /there is no order 4711/],
    ["a wrong sum", { totalCents: right.totalCents + 1 }, /its own sum is/],
  ])("finds %s", (_, change, expected) => {
    expect(differencesOf({ ...right, ...change }, 1).join("; ")).toMatch(expected);
  });
  it("lets a price pass within the tolerance", () => {
    const dearer = { ...right, unitCents: Math.floor(right.unitCents * 1.01) };
    expect(differencesOf(dearer, 1).filter((text) => text.startsWith("a unit"))).toEqual([]);
    expect(differencesOf(dearer, 0).filter((text) => text.startsWith("a unit"))).toHaveLength(1);
  });
});

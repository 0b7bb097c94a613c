import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bookRefund, lookupCharges, openDispute } from "../../../graphs/support-desk/tools/disputes.ts";
import { payBill, transferMoney } from "../../../graphs/support-desk/tools/payments.ts";
import type { Context } from "../../../language/index.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { openBank } from "./bank.ts";

let bank: Database;
beforeAll(async () => {
  bank = await openBank();
});
afterAll(() => bank.close());

const contextWith = <With>(constants: With): Context<With> =>
  ({
    with: constants,
    sql: bank.sql,
    signal: new AbortController().signal,
    thread: "t-1",
    log: { info() {}, warn() {}, error() {} },
  }) as unknown as Context<With>;
const balances = async (customerId: string) => {
  const rows = await bank.sql.query<{ balance_cents: number }>(
    "select balance_cents from bank.accounts where customer_id = $1 order by kind",
    [customerId],
  );
  return rows.map(({ balance_cents }) => balance_cents);
};

describe("moving money", () => {
  it("takes from one account what it gives to the other", async () => {
    const [checking = 0, savings = 0] = await balances("C-1002");
    await transferMoney.run({ customerId: "C-1002", from: "savings", to: "checking", amountCents: 12_345 }, contextWith({}));
    expect(await balances("C-1002")).toEqual([checking + 12_345, savings - 12_345]);
  });

  it.each([
    ["more than there is", { from: "checking", to: "savings", amountCents: 99_999_999 }],
    ["to the same account", { from: "checking", to: "checking", amountCents: 1 }],
  ] as const)("refuses %s and changes nothing", async (_, order) => {
    const before = await balances("C-1003");
    await expect(transferMoney.run({ customerId: "C-1003", ...order }, contextWith({}))).rejects.toMatchObject({
      code: "NOT_ENOUGH_MONEY",
    });
    expect(await balances("C-1003")).toEqual(before);
  });

  it("refuses a frozen account", async () => {
    await bank.sql.query("update bank.accounts set frozen = true where customer_id = 'C-1005'");
    await expect(
      transferMoney.run({ customerId: "C-1005", from: "savings", to: "checking", amountCents: 1 }, contextWith({})),
    ).rejects.toMatchObject({
      code: "NOT_ENOUGH_MONEY",
    });
  });

  it("pays a bill once", async () => {
    const [checking = 0] = await balances("C-1006");
    const paid = await payBill.run({ customerId: "C-1006", kind: "water" }, contextWith({}));
    expect((await balances("C-1006"))[0]).toBe(checking - paid.amountCents);
    await expect(payBill.run({ customerId: "C-1006", kind: "water" }, contextWith({}))).rejects.toMatchObject({ code: "NOT_PAYABLE" });
  });
});

describe("a dispute", () => {
  const core = () => contextWith({ source: "core" } as const);
  const chargesOf = async (customerId: string, message: string) => (await lookupCharges.run({ customerId, message }, core())).candidates;

  it("shows the latest charges, or those of the shop that the complaint names", async () => {
    expect(await chargesOf("C-1001", "somebody used my card")).toHaveLength(6);
    const named = await chargesOf("C-1001", "this kayak charge is not mine");
    expect(named).toEqual([{ id: "T-1001-09", merchant: "Kayak", bookedOn: "2026-11-01", amountCents: 25_044, card: "Visa ending 7885" }]);
  });

  it("finds nothing for an unknown customer", async () => {
    await expect(chargesOf("C-9999", "fraud")).rejects.toMatchObject({ code: "NO_CHARGES" });
  });

  it("cannot be opened for another customer's charge", async () => {
    const [charge] = await chargesOf("C-1008", "fraud");
    if (!charge) throw new Error("C-1008 has charges");
    await expect(openDispute.run({ customerId: "C-1009", charge, complaint: "fraud" }, core())).rejects.toMatchObject({
      code: "ALREADY_REFUNDED",
    });
  });

  it("gives back at most what was charged, and only once", async () => {
    const [charge] = await chargesOf("C-1010", "fraud");
    if (!charge) throw new Error("C-1010 has charges");
    const order = { customerId: "C-1010", charge, amountCents: charge.amountCents };
    const { id: disputeId } = await openDispute.run({ ...order, complaint: "fraud" }, core());
    await expect(bookRefund.run({ ...order, disputeId, amountCents: charge.amountCents + 1 }, core())).rejects.toMatchObject({
      code: "OVER_CHARGE",
    });
    await bookRefund.run({ ...order, disputeId }, core());
    await expect(bookRefund.run({ ...order, disputeId }, core())).rejects.toMatchObject({ code: "ALREADY_REFUNDED" });
    await expect(openDispute.run({ ...order, complaint: "again" }, core())).rejects.toMatchObject({ code: "ALREADY_REFUNDED" });
    expect(await bank.sql.query("select amount_cents from bank.refunds where customer_id = 'C-1010'")).toEqual([
      { amount_cents: charge.amountCents },
    ]);
  });
});

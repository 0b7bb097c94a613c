import { describe, expect, it } from "vitest";
import type { Charge } from "../../../graphs/support-desk/charge.ts";
import { findChosenCharge, namedIn, saysNone } from "../../../graphs/support-desk/choose-charge.ts";

const charge = (id: string, merchant: string, amountCents: number, bookedOn: string): Charge => ({
  id,
  merchant,
  amountCents,
  bookedOn,
  card: "Visa ending 1234",
});
const sams = charge("T-1-01", "Sam's Club", 12_117, "2026-11-17");
const ebay = charge("T-1-02", "eBay", 3_830, "2026-11-15");
const ebayAgain = charge("T-1-03", "eBay", 1_299, "2026-11-13");
const all = [sams, ebay, ebayAgain];

describe("a customer's choice", () => {
  it.each([
    ["1", sams],
    ["number 2", ebay],
    ["no. 3", ebayAgain],
    ["the third one", ebayAgain],
    ["it was sams club", sams],
    ["Sam's Club, $121.17", sams],
    ["the one of $38.30", ebay],
    ["ebay on 2026-11-13", ebayAgain],
    ["t-1-02", ebay],
  ])("%s", (choice, expected) => {
    expect(findChosenCharge(choice, all)).toBe(expected);
  });

  it.each(["ebay", "the one from last week", "7", "sams club for $38.30", ""])("is never guessed: %s", (choice) => {
    expect(findChosenCharge(choice, all)).toBeUndefined();
  });

  it("may be a plain yes when there is one charge only", () => {
    expect(findChosenCharge("yes, that one", [sams])).toBe(sams);
    expect(findChosenCharge("yes", all)).toBeUndefined();
    expect(findChosenCharge("no idea", [sams])).toBeUndefined();
  });

  it("may be none of them", () => {
    expect(["none of these", "Neither.", "it is not any of those"].map(saysNone)).toEqual([true, true, true]);
    expect(["the second one", "nonetheless the first"].map(saysNone)).toEqual([false, false]);
  });
});

it("finds the shops that a complaint names", () => {
  expect(namedIn("i have some charges from SAMS CLUB that aren't mine", all)).toEqual([sams]);
  expect(namedIn("someone used my card", all)).toEqual([]);
});

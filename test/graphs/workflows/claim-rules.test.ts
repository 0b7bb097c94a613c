/** The rules of the insurance claim, each at its edge. */
import { describe, expect, it } from "vitest";
import type { Claim, History, Photo, Policy } from "../../../graphs/insurance-claim/claim.ts";
import { coverOf } from "../../../graphs/insurance-claim/cover.ts";
import { signsOfFraud } from "../../../graphs/insurance-claim/fraud.ts";
import { isIban } from "../../../graphs/insurance-claim/iban.ts";
import { judgePhotos } from "../../../graphs/insurance-claim/photos.ts";

const place = { latitude: 52.52, longitude: 13.405 };
const policy: Policy = {
  id: "P",
  holder: "H",
  startsOn: "2026-01-01",
  endsOn: "2026-12-31",
  covers: ["water", "theft"],
  sumInsuredCents: 1_000_000,
  deductibleCents: 20_000,
  place,
};
const claim: Claim = {
  id: "C",
  policyId: "P",
  cause: "water",
  happenedOn: "2026-06-01",
  reportedOn: "2026-06-02",
  amountCents: 120_050,
  description: "",
};
const clean: History = { claimsInYear: 0, photosSeenBefore: [] };

describe("cover", () => {
  it.each([
    ["the amount less the deductible", {}, 100_050],
    ["the sum insured at most", { amountCents: 5_000_000 }, 980_000],
    ["on the policy's last day", { happenedOn: "2026-12-31", reportedOn: "2026-12-31" }, 100_050],
    ["nothing the day after", { happenedOn: "2027-01-01", reportedOn: "2027-01-01" }, 0],
    ["nothing for a cause that is not insured", { cause: "storm" as const }, 0],
    ["nothing for a theft in the first 30 days", { cause: "theft" as const, happenedOn: "2026-01-30", reportedOn: "2026-01-30" }, 0],
    ["a theft on the 31st day", { cause: "theft" as const, happenedOn: "2026-01-31", reportedOn: "2026-01-31" }, 100_050],
    ["a damage reported after 30 days", { reportedOn: "2026-07-01" }, 100_050],
    ["nothing after 31 days", { reportedOn: "2026-07-02" }, 0],
    ["nothing that the deductible eats up", { amountCents: 20_000 }, 0],
  ])("pays %s", (_, change, payoutCents) => {
    const cover = coverOf({ ...claim, ...change }, policy);
    expect(cover).toMatchObject({ payoutCents, isCovered: payoutCents > 0 });
  });
});

describe("signs of fraud", () => {
  const points = (change: Partial<Claim>, history = clean) =>
    signsOfFraud({ ...claim, ...change }, policy, history).reduce((sum, sign) => sum + sign.points, 0);
  it.each([
    ["nothing", {}, clean, 0],
    ["a photo of another claim", {}, { ...clean, photosSeenBefore: ["x"] }, 60],
    ["two claims in the year before", {}, { ...clean, claimsInYear: 2 }, 40],
    ["a damage in the first fortnight", { happenedOn: "2026-01-14", reportedOn: "2026-01-15" }, clean, 30],
    ["a round amount", { amountCents: 100_000 }, clean, 10],
    ["nearly the whole sum", { amountCents: 900_001 }, clean, 20],
    ["a late report", { reportedOn: "2026-06-16" }, clean, 15],
    ["a report before the damage", { reportedOn: "2026-05-31" }, clean, 60],
  ])("count %s", (_, change, history, expected) => {
    expect(points(change, history)).toBe(expected);
  });
});

describe("photos", () => {
  const photo: Photo = { sha256: "0".repeat(64), takenOn: "2026-06-01", widthPx: 1_000, heightPx: 1_000, place };
  it.each([
    ["counts", {}, 1],
    ["without a place counts", { place: undefined }, 1],
    ["from before the damage does not count", { takenOn: "2026-05-31" }, 0],
    ["below a megapixel does not count", { widthPx: 999 }, 0],
    ["from 1 km away counts", { place: { latitude: 52.529, longitude: 13.405 } }, 1],
    ["from 3 km away does not count", { place: { latitude: 52.547, longitude: 13.405 } }, 0],
  ])("one that is right %s", (_, change, usable) => {
    const judged = judgePhotos([{ ...photo, ...change } as Photo], claim, policy);
    expect(judged).toMatchObject({ usable });
    expect(judged.problems).toHaveLength(1 - usable);
  });
  it("count once, however often they are sent", () => {
    expect(judgePhotos([photo, photo], claim, policy).usable).toBe(1);
  });
});

it.each([
  ["DE89370400440532013000", true],
  ["GB82 WEST 1234 5698 7654 32", true],
  ["DE89370400440532013001", false],
  ["DE00", false],
  ["", false],
])("%s: an IBAN? %s", (text, expected) => {
  expect(isIban(text)).toBe(expected);
});

import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { insuranceClaim } from "../../../graphs/insurance-claim/graph.ts";
import type { Context } from "../../../language/index.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { type PathResult, runPath, type Scenario } from "../../../testkit/index.ts";
import { openTables } from "./open-tables.ts";

let tables: Database;
beforeAll(async () => {
  tables = await openTables("insurance-claim");
});
afterAll(() => tables.close());

const home = { latitude: 59.33, longitude: 18.07 };
const photo = (name: string, place = home) => ({
  sha256: createHash("sha256").update(name).digest("hex"),
  takenOn: "2026-06-11",
  widthPx: 4_000,
  heightPx: 3_000,
  place,
});
const burstPipe = {
  cause: "water",
  happenedOn: "2026-06-10",
  reportedOn: "2026-06-12",
  amountCents: 423_500,
  description: "A pipe burst.",
};

/** A claim under a policy of its own, because the claims of one policy count in each other's history. */
async function claimOf(id: string, more: Readonly<Record<string, unknown>> = {}) {
  const policyId = `P-${id}`;
  await tables.sql.query(
    `insert into insurance.policies values ($1, 'Ada Nyberg', '2024-01-01', '2027-12-31', '{fire,water}', 4000000, 30000, $2, $3) on conflict do nothing`,
    [policyId, home.latitude, home.longitude],
  );
  return { ...burstPipe, id, policyId, ...more };
}

interface Given {
  readonly claim?: Readonly<Record<string, unknown>>;
  readonly photos?: readonly unknown[];
  readonly iban?: string;
}
const account = "SE4550000000058398257466";

async function run(id: string, given: Given = {}, rest: Omit<Scenario, "input"> = {}): Promise<PathResult> {
  const { photos = [photo(`${id} a`), photo(`${id} b`)], iban = account } = given;
  const input = { claim: await claimOf(id, given.claim), photos, iban };
  return runPath(insuranceClaim, { input, ports: { sql: tables.sql }, ...rest });
}
/** A check that lasts until its siblings end it. */
const endless = (_: unknown, { signal }: Context) => sleep(60_000, "clear", { signal });
const without = (result: PathResult, branch: RegExp) => result.path.filter((line) => !branch.test(line));

describe("a claim", () => {
  it("that three checks pass and that is small is paid without asking", async () => {
    const result = await run("small");
    expect(result).toMatchInlinePath(`
      file -next-> checks
      checks.cover -covered-> join
      checks.damage -enough-> join
      checks.fraud -clear-> join
      checks -next-> limit
      limit -within-> pay
      pay -next-> paymentLetter
      paymentLetter -next-> end
    `);
    expect(result.effects).toMatchObject([{ node: "pay", output: { amountCents: 393_500, iban: account } }]);
    expect(result.state.letter).toMatch(/Ada Nyberg.*€3,935\.00.*€300\.00 less/);
  });

  it("that the policy does not cover is denied at once, and the other checks end unfinished", async () => {
    const tasks = { checkFraud: endless, checkPhotos: endless };
    const result = await run("expired", { claim: { policyId: "P-300" } }, { tasks });
    expect(result).toMatchInlinePath(`
      file -next-> checks
      checks.cover -notCovered-> coverDenial
      checks.damage -cancelled-> join
      checks.fraud -cancelled-> join
      checks -cover.notCovered-> coverDenial
      coverDenial -next-> end
    `);
    expect(result.state.letter).toMatch(/Mei Tanaka.*not in force/);
    expect(result.effects).toEqual([]);
  });

  it("under an unknown policy goes to a clerk, who corrects it", async () => {
    const corrected = { decision: "corrected", form: { claim: await claimOf("typo") } };
    const result = await run("typo", { claim: { policyId: "P-typpo" } }, { answers: { clerk: corrected } });
    expect(result.path.slice(0, 3)).toEqual(["file -error:UNKNOWN_POLICY-> clerk", "clerk -corrected-> file", "file -next-> checks"]);
    expect(result.path.at(-1)).toBe("paymentLetter -next-> end");
  });

  it("that the database cannot file goes to a clerk", async () => {
    const sql = { query: () => Promise.reject(new Error("the disk is full")) };
    const result = await run("disk", {}, { ports: { sql }, answers: { clerk: "close" } });
    expect(result).toMatchInlinePath(`
      file -error-> clerk
      clerk -close-> end
    `);
  });
});

describe("fraud", () => {
  const claim = { policyId: "P-200", cause: "fire", happenedOn: "2026-09-01", reportedOn: "2026-09-02", amountCents: 612_300 };
  const madrid = { latitude: 40.42, longitude: -3.7 };
  const onTheDay = { takenOn: "2026-09-01" };
  /** The first one was shown with claim C-0001. */
  const photos = [
    { ...photo("x", madrid), ...onTheDay, sha256: "ab".repeat(32) },
    { ...photo("y", madrid), ...onTheDay },
  ];

  it("is never refused by points: an investigator looks, and the checks run again", async () => {
    const genuine = { decision: "genuine", form: { note: "The other claim was the neighbour's." } };
    const result = await run("genuine", { claim, photos }, { answers: { investigation: genuine } });
    expect(without(result, /^checks\.(cover|damage)/)).toEqual([
      "file -next-> checks",
      "checks.fraud -suspect-> investigation",
      "checks -fraud.suspect-> investigation",
      "investigation -genuine-> checks",
      "checks.fraud -clear-> join",
      "checks -next-> limit",
      "limit -within-> pay",
      "pay -next-> paymentLetter",
      "paymentLetter -next-> end",
    ]);
    expect(result.state.fraudFinding).toMatch(/80 points: 1 of the photos belong to another claim; 1 other claims.*neighbour/);
  });

  it("that the investigator finds is denied with the reason", async () => {
    const fraud = { decision: "fraud", form: { reason: "The photos show another house." } };
    const result = await run("fraud", { claim, photos }, { answers: { investigation: fraud } });
    expect(result.path.slice(-3)).toEqual(["checks -fraud.suspect-> investigation", "investigation -fraud-> denial", "denial -next-> end"]);
    expect(result.state.letter).toContain("another house");
  });
});

describe("photos", () => {
  it("that are too few are requested, and new ones count together with the first", async () => {
    const sent = { decision: "sent", form: { photos: [photo("second")] } };
    const result = await run("few", { photos: [photo("first")] }, { answers: { morePhotos: sent } });
    expect(without(result, /^checks\.(cover|fraud)/)).toEqual([
      "file -next-> checks",
      "checks.damage -tooFew-> morePhotos",
      "checks -damage.tooFew-> morePhotos",
      "morePhotos -sent-> file",
      "file -next-> checks",
      "checks.damage -enough-> join",
      "checks -next-> limit",
      "limit -within-> pay",
      "pay -next-> paymentLetter",
      "paymentLetter -next-> end",
    ]);
    expect(result.state.photos).toHaveLength(2);
  });

  it("that never arrive are requested twice, then the claim is denied", async () => {
    const far = { decision: "sent", form: { photos: [photo("far", { latitude: 48.2, longitude: 16.4 })] } };
    const result = await run("far", { photos: [] }, { answers: { morePhotos: [far, far] } });
    expect(without(result, /^(file|checks)/)).toEqual([
      "morePhotos -sent-> file",
      "morePhotos -sent-> file",
      "morePhotos -exhausted-> photoDenial",
      "photoDenial -next-> end",
    ]);
    expect(result.state.letter).toMatch(/0 usable photos, 2 needed.*km away/);
  });
});

describe("a payment", () => {
  const claim = { amountCents: 1_350_700 };

  it("over the limit asks two people, none of them the requester", async () => {
    const result = await run("asks", { claim });
    expect(result.waitsAt).toBe("approval");
    expect(result.asks?.by).toEqual({ roles: ["adjuster", "head-of-claims"], count: { approve: 2 }, not: ["requester"] });
    expect(result.asks?.shows).toMatchObject({ payoutCents: 1_320_700, claim: { id: "asks" } });
  });

  it("over the limit is paid when approved", async () => {
    const result = await run("approved", { claim }, { answers: { approval: "approve" } });
    expect(result.path.slice(4)).toEqual([
      "checks -next-> limit",
      "limit -over-> approval",
      "approval -approve-> pay",
      "pay -next-> paymentLetter",
      "paymentLetter -next-> end",
    ]);
  });

  it("over the limit is denied with the reason when one of the two rejects it", async () => {
    const reject = { decision: "reject", form: { reason: "The repair costs half of it." } };
    const result = await run("rejected", { claim }, { answers: { approval: reject } });
    expect(result.path.slice(-2)).toEqual(["approval -reject-> denial", "denial -next-> end"]);
    expect(result.state.letter).toContain("half of it");
    expect(result.effects).toEqual([]);
  });

  const given = (iban: string) => ({ decision: "given", form: { iban } });
  const mistyped = given("SE4550000000058398257467");

  it("to an invalid account asks for another", async () => {
    const askIban = [mistyped, given("DE89 3704 0044 0532 0130 00")];
    const result = await run("account", { iban: "none" }, { answers: { askIban } });
    expect(result.path.slice(-6)).toEqual([
      "pay -error:NO_IBAN-> askIban",
      "askIban -given-> pay",
      "pay -error:NO_IBAN-> askIban",
      "askIban -given-> pay",
      "pay -next-> paymentLetter",
      "paymentLetter -next-> end",
    ]);
  });

  it("without an account goes to a clerk after three questions", async () => {
    const answers = { askIban: [mistyped, mistyped, mistyped], clerk: "close" };
    const result = await run("no-account", { iban: "none" }, { answers });
    expect(result.path.slice(-3)).toEqual(["pay -error:NO_IBAN-> askIban", "askIban -exhausted-> clerk", "clerk -close-> end"]);
  });

  it("is made once, also when the claim comes in a second time", async () => {
    await run("twice");
    const again = await run("twice", {}, { answers: { clerk: "close" } });
    expect(again.path.slice(-2)).toEqual(["pay -error:ALREADY_PAID-> clerk", "clerk -close-> end"]);
    const paid = await tables.sql.query("select amount_cents from insurance.payments where claim_id = 'twice'");
    expect(paid).toEqual([{ amount_cents: 393_500 }]);
  });
});

/** What the desk does in the insurer's tables: files a claim, and pays it once. */
import { z } from "zod";
import { ToolError, tool } from "../../language/index.ts";
import type { Sql } from "../../language/registry/context.ts";
import { Claim, History, Photo, Policy } from "./claim.ts";
import { isIban } from "./iban.ts";

export const fileClaim = tool({
  description: "Put the claim and its photos on record; answers the policy and what other claims say.",
  errors: { UNKNOWN_POLICY: "final" },
  args: z.object({ claim: Claim, photos: z.array(Photo) }),
  output: z.object({ policy: Policy, history: History }),
  run: async ({ claim, photos }, { sql }) => {
    const policy = await policyOf(sql, claim.policyId);
    if (!policy) throw new ToolError("UNKNOWN_POLICY", `there is no policy "${claim.policyId}"`);
    await sql.query(`insert into insurance.claims (id, policy_id, happened_on) values ($1, $2, $3) on conflict (id) do nothing`, [
      claim.id,
      claim.policyId,
      claim.happenedOn,
    ]);
    await sql.query(
      `insert into insurance.photos (sha256, claim_id) select sha256, $2 from unnest($1::text[]) as sha256 on conflict do nothing`,
      [photos.map(({ sha256 }) => sha256), claim.id],
    );
    return { policy, history: await historyOf(sql, claim) };
  },
});

async function policyOf(sql: Sql, id: string): Promise<Policy | undefined> {
  const [row] = await sql.query<Policy>(
    `select id, holder, starts_on::text as "startsOn", ends_on::text as "endsOn", covers, sum_insured_cents as "sumInsuredCents",
       deductible_cents as "deductibleCents", json_build_object('latitude', latitude, 'longitude', longitude) as place
     from insurance.policies where id = $1`,
    [id],
  );
  return row;
}

async function historyOf(sql: Sql, { id, policyId, happenedOn }: Claim): Promise<History> {
  const [row] = await sql.query<History>(
    `select
       (select count(*)::int from insurance.claims
        where policy_id = $2 and id <> $1 and happened_on between $3::date - interval '1 year' and $3::date) as "claimsInYear",
       (select coalesce(json_agg(mine.sha256 order by mine.sha256), '[]') from insurance.photos mine
        where mine.claim_id = $1 and exists (select from insurance.photos other where other.sha256 = mine.sha256 and other.claim_id <> $1)) as "photosSeenBefore"`,
    [id, policyId, happenedOn],
  );
  return row ?? { claimsInYear: 0, photosSeenBefore: [] };
}

export const Receipt = z.object({ paymentId: z.int(), amountCents: z.int(), iban: z.string() });

export const payClaim = tool({
  description: "Pay a claim to an account.",
  errors: { NO_IBAN: "final", ALREADY_PAID: "final" },
  args: z.object({ claim: Claim, payoutCents: z.int().positive(), iban: z.string() }),
  output: Receipt,
  effect: "transaction",
  once: ["claim"],
  run: async ({ claim, payoutCents, iban }, { sql, thread }) => {
    if (!isIban(iban)) throw new ToolError("NO_IBAN", `"${iban}" is not a valid IBAN: its check digits do not fit`);
    const [payment] = await sql.query<{ id: number }>(
      `insert into insurance.payments (claim_id, amount_cents, iban, thread) values ($1, $2, $3, $4) on conflict (claim_id) do nothing returning id`,
      [claim.id, payoutCents, iban, thread],
    );
    if (!payment) throw new ToolError("ALREADY_PAID", `claim ${claim.id} was paid before`);
    return { paymentId: payment.id, amountCents: payoutCents, iban };
  },
});

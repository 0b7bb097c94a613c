/** What the policy says: whether it covers the damage, and how much is to be paid. */
import { type Claim, daysBetween, type Policy } from "./claim.ts";
import { euros } from "./money.ts";

const WAITING_DAYS_FOR_THEFT = 30;
const DAYS_TO_REPORT = 30;

export interface Cover {
  readonly isCovered: boolean;
  readonly finding: string;
  readonly payoutCents: number;
}

export function coverOf(claim: Claim, policy: Policy): Cover {
  const against = reasonAgainst(claim, policy);
  const payoutCents = Math.min(claim.amountCents, policy.sumInsuredCents) - policy.deductibleCents;
  if (against !== undefined) return { isCovered: false, finding: against, payoutCents: 0 };
  if (payoutCents <= 0) {
    const finding = `The damage of ${euros(claim.amountCents)} does not exceed the deductible of ${euros(policy.deductibleCents)}.`;
    return { isCovered: false, finding, payoutCents: 0 };
  }
  return {
    isCovered: true,
    finding: `Policy ${policy.id} covers ${claim.cause}: ${euros(payoutCents)} after the deductible.`,
    payoutCents,
  };
}

function reasonAgainst({ cause, happenedOn, reportedOn }: Claim, policy: Policy): string | undefined {
  if (happenedOn < policy.startsOn || happenedOn > policy.endsOn)
    return `On ${happenedOn} policy ${policy.id} was not in force: it runs from ${policy.startsOn} to ${policy.endsOn}.`;
  if (!policy.covers.includes(cause)) return `Policy ${policy.id} does not cover ${cause}; it covers ${policy.covers.join(", ")}.`;
  if (cause === "theft" && daysBetween(policy.startsOn, happenedOn) < WAITING_DAYS_FOR_THEFT)
    return `Theft is covered from ${WAITING_DAYS_FOR_THEFT} days after the start of the policy, ${policy.startsOn}.`;
  if (daysBetween(happenedOn, reportedOn) > DAYS_TO_REPORT)
    return `The damage was reported ${daysBetween(happenedOn, reportedOn)} days after it happened; the policy asks for ${DAYS_TO_REPORT}.`;
  return undefined;
}

/** Signs of fraud, each with its points. They only ever send a claim to a person: nothing is refused by points. */
import { type Claim, daysBetween, type History, type Policy } from "./claim.ts";

export interface Sign {
  readonly points: number;
  readonly why: string;
}

export function signsOfFraud(claim: Claim, policy: Policy, history: History): Sign[] {
  const sinceStart = daysBetween(policy.startsOn, claim.happenedOn);
  const untilReport = daysBetween(claim.happenedOn, claim.reportedOn);
  const signs: (Sign | false)[] = [
    history.photosSeenBefore.length > 0 && { points: 60, why: `${history.photosSeenBefore.length} of the photos belong to another claim` },
    sinceStart >= 0 && sinceStart < 14 && { points: 30, why: `the policy was ${sinceStart} days old` },
    history.claimsInYear > 0 && { points: 20 * history.claimsInYear, why: `${history.claimsInYear} other claims in the year before` },
    claim.amountCents >= 0.9 * policy.sumInsuredCents && { points: 20, why: "nearly the whole sum insured is claimed" },
    untilReport > 14 && { points: 15, why: `reported after ${untilReport} days` },
    untilReport < 0 && { points: 60, why: "reported before it happened" },
    claim.amountCents % 100_000 === 0 && { points: 10, why: "the amount is round" },
  ];
  return signs.filter((sign) => sign !== false);
}

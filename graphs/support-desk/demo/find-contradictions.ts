/** Compares what happened with what must be true: one line for each contradiction. */
import type { Tables } from "./read-tables.ts";
import type { CaseResult } from "./run-case.ts";
import { KILLED_IN } from "./run-crash.ts";

export function findContradictions(results: readonly CaseResult[], tables: Tables): string[] {
  const strayed = results.filter(({ turns }) => turns.some(({ asExpected }) => !asExpected));
  const again = tables.starts.filter(({ node, started }) => started !== (node === KILLED_IN ? 2 : 1));
  return [
    ...strayed.map(({ shows }) => `another path than expected: ${shows}`),
    ...again.map(({ node, started }) => `node ${node} of the killed run began ${started} times`),
    ...(tables.starts.some(({ node }) => node === KILLED_IN) ? [] : [`the killed run never began ${KILLED_IN}`]),
    ...(tables.refunds.length === 1 ? [] : [`the killed run has ${tables.refunds.length} refunds`]),
    ...(tables.letters === 1 ? [] : [`the killed run has ${tables.letters} letters`]),
    ...(tables.editedCents.join() === "2500"
      ? []
      : [`the approval was edited to 2500 cents, booked were: ${tables.editedCents.join() || "none"}`]),
    ...(tables.bookedTwice === 0 ? [] : [`${tables.bookedTwice} charges were given back twice`]),
  ];
}

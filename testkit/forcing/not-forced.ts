/** Why an edge cannot be forced. A closed list: any other reason would be a bug in the test kit. */

/**
 * Why an edge cannot be forced: a closed list of reasons, each with an explanation.
 * @example
 * console.log(reasons["raw-graph"]);
 */
export const reasons = {
  "no-way": "no way leads there within the declared bounds, or none that was found",
  "no-sample": "no value was found for a schema: give the code a double of your own",
  "cannot-fail": "nothing in the node can fail, or the graph inside it takes every failure itself",
  "value-not-written": "the channel is written by nothing on the way, so its value cannot be chosen",
  "raw-graph": "the node is a LangGraph built by hand, whose ways are not declared",
  "budget-not-spent": "no agent comes before the node with only people between, and only an agent's tokens can spend the budget here",
} as const;

export type Reason = keyof typeof reasons;

export interface NotForced {
  readonly node: string;
  readonly label: string;
  readonly target: string;
  readonly reason: Reason;
}

/** Thrown while a scenario is built; caught where the edge is reported. */
export class CannotForce extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reasons[reason]);
    this.name = "CannotForce";
    this.reason = reason;
  }
}

/** Why an edge cannot be forced. A closed list: any other reason would be a bug in the test kit. */

/**
 * Why an edge cannot be forced: a closed list of reasons, each with an explanation.
 * @example
 * console.log(reasons["cannot-fail"]);
 */
export const reasons = {
  "no-way": "no way leads there within the declared bounds, or none that was found",
  "no-sample": "no value was found for a schema: give the code a double of your own",
  "cannot-fail": "nothing in the node can fail, or what is inside it takes every failure itself",
  "value-not-written": "the channel is written by nothing on the way, so its value cannot be chosen",
  "budget-not-spent": "nothing on the way to the node spends what the budget limits; branches and items are not made to",
} as const;

export type Reason = keyof typeof reasons;

export interface NotForced {
  readonly node: string;
  readonly label: string;
  readonly target: string;
  readonly reason: Reason;
}

/** The step of a walk that cannot be taken. */
export type Obstacle = Pick<NotForced, "node" | "label">;

/** Thrown while a scenario is built; caught where the edge is reported, or where another way is tried. */
export class CannotForce extends Error {
  readonly reason: Reason;
  /** In the graph whose walk is forced; undefined where no walk has been found. */
  readonly obstacle: Obstacle | undefined;
  constructor(reason: Reason, obstacle?: Obstacle) {
    super(reasons[reason]);
    this.name = "CannotForce";
    this.reason = reason;
    this.obstacle = obstacle;
  }
}

/** The first that can be made. Throws what the first of all could not do. */
export function firstPossible<T>(ways: readonly (() => T)[]): T {
  let first: unknown;
  for (const way of ways) {
    try {
      return way();
    } catch (error) {
      if (!(error instanceof CannotForce)) throw error;
      first ??= error;
    }
  }
  throw first ?? new CannotForce("no-way");
}

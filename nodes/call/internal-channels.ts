/** The state that a vertex is given: the declared channels, and the framework's own, which are outside every schema, stream and history. */
import { JOIN } from "../../language/terms/labels.ts";
import type { Path } from "../../language/terms/step.ts";
import type { BudgetLeft } from "./usage.ts";

// A declared channel cannot have such a name.

/** The steps of the current turn. */
export const PATH = "__path";
/** A new turn's input on its way to the entry vertex. */
export const INPUT = "__input";
/** What branches report to their join. */
export const REPORTS = "__reports";
/** An item's place in its list. Only in the state that its task is sent. */
export const ITEM = "__item";
/** What the turn's budget has left for the items. Only in the state that an item's task is sent. */
export const LEFT = "__left";
/** The target of a signal from outside, until the entry vertex has passed it. */
export const SIGNAL = "__signal";

/** What the graphs inside keep from call to call, by node. Outlives the end of a turn. */
export const MEMORY = "__memory";
/** What a caller hands to the graph inside: the channels that it keeps, and its own MEMORY. */
export const KEPT = "__kept";

export type Kept = Readonly<Record<string, unknown>>;

export interface State extends Readonly<Record<string, unknown>> {
  readonly [PATH]?: Path;
  readonly [INPUT]?: Readonly<Record<string, unknown>>;
  readonly [REPORTS]?: readonly Report[];
  readonly [ITEM]?: number;
  readonly [LEFT]?: BudgetLeft;
  readonly [SIGNAL]?: string;
  readonly [MEMORY]?: Readonly<Record<string, Kept>>;
  readonly [KEPT]?: Kept;
}

/** Without a code it answered a label that counts as a failure. */
export interface Failed {
  readonly code?: string;
  readonly message: string;
}

/** What became of one branch of a parallel node, or of one item of an each node. */
export interface Report {
  readonly branch: string;
  /** An item's place in its list. */
  readonly index?: number;
  /** Where its label leads: `join`, `failures`, or a target that leaves early. */
  readonly target: string;
  readonly label: string;
  readonly failed?: Failed;
  /** It did not begin, or stopped in the middle, because the turn's budget was spent. */
  readonly isOver?: true;
  /** A sibling has left early: its own, or one of a region around its graph. */
  readonly cancelled?: true;
  /** What an item wrote: its channels are its own. Of a branch of a quorum: its join writes it, if the branch counts. */
  readonly writes?: Readonly<Record<string, unknown>>;
  /** Of a branch of a quorum. */
  readonly quorum?: InQuorum;
}

/** How a branch takes part in a quorum. Whoever looks at the reports can count them. */
export interface InQuorum {
  /** How many branches must join. */
  readonly of: number;
  /** When it ended: the epoch of the lease, then its number among all that end in one process. Clocks of two processes have no order. */
  readonly at: readonly [epoch: number, number: number];
}

/** Has joined its node, and counts towards a quorum. */
export const hasJoined = ({ target, quorum }: Report): boolean => target === JOIN && quorum !== undefined;

/** A branch that does not come to the join; items always do. */
export const leavesEarly = ({ target, index }: Pick<Report, "target" | "index">): boolean => target !== JOIN && index === undefined;

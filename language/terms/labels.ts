/** Labels and targets: the only place that builds or parses them. A label is what a node answers; a target is where its edge leads. */

/** Target: the run is over; the channels that are not kept are cleared when the next one starts. */
export const END = "end";
/** Target: the run stops, and the next message enters the same node again. `wait:<node>`: it enters that node. */
export const WAIT = "wait";
/** Target inside each and parallel: this branch or item is done. */
export const JOIN = "join";
/** Target inside each with `failures`: this item has failed. Elsewhere it may be the name of a node. */
export const FAILURES = "failures";
/** Key of `onError` for every code without a key of its own. */
export const DEFAULT_CODE = "default";

/** A target of a failure: where an item's failures are collected, they go nowhere else. */
export type ErrorTarget<T> = [T] extends [typeof JOIN | typeof FAILURES] ? (typeof FAILURES extends T ? typeof FAILURES : T) : T;

export const LABEL_PREFIXES = ["error:", "handoff:", "approval:", "signal:", "end:", "wait:"] as const;
type Prefix = (typeof LABEL_PREFIXES)[number];

const after = (prefix: Prefix, text: string): string | undefined => (text.startsWith(prefix) ? text.slice(prefix.length) : undefined);

/** The target at which the next message enters that node. */
export const waitTarget = (node: string): string => `wait:${node}`;

/** The node that a `wait:<node>` names. */
export const waitedFor = (target: string): string | undefined => after("wait:", target);

/** The node that the next message enters, after `from` has led to the target; undefined where no message is awaited. */
export const messageEnters = (target: string, from: string): string | undefined => (target === WAIT ? from : waitedFor(target));

/** Where a target leads in the end: after `wait:<node>`, to that node. */
export const entered = (target: string): string => waitedFor(target) ?? target;

const isWait = (target: string): boolean => target === WAIT || waitedFor(target) !== undefined;

/** A target that stops a run, for a graph with the endings `E`; `never` when it declares none. */
export type StopTarget<E extends string> = typeof WAIT | ([E] extends [never] ? typeof END : `end:${E}`);

/** The target that ends a graph: `end:<ending>`, or `end` where the graph declares no endings. */
export const endTarget = (ending?: string): string => (ending === undefined ? END : `end:${ending}`);

/** The targets with which a graph may end. */
export const endTargets = (endings: readonly string[] = []): string[] => (endings.length > 0 ? endings.map(endTarget) : [END]);

/** `booked` of `end:booked`; `undefined` for every other target, a plain `end` included. */
export const endingOf = (target: string): string | undefined => after("end:", target);

const isEnd = (target: string): boolean => target === END || endingOf(target) !== undefined;

/** Whether the run stops there: at an end, or to wait for a message. */
export const isStop = (target: string): boolean => isWait(target) || isEnd(target);

/** The label by which a caller routes a graph that stopped there: the ending, or `next` after a plain `end`. */
export const callerLabel = (target: string): string => endingOf(target) ?? (isWait(target) ? WAIT : "next");

/** The target at which a graph must stop so that its caller takes this label. */
export const targetForCaller = (label: string): string => endTarget(label === "next" ? undefined : label);

/** The label of a failure: `error` when the node's default takes it. */
export const errorLabel = (code: string): string => (code === DEFAULT_CODE ? "error" : `error:${code}`);

/** The inverse: `default` for `error`; `undefined` when the label is not a failure's. */
export const errorCodeOf = (label: string): string | undefined => (label === "error" ? DEFAULT_CODE : after("error:", label));

export const handoffLabel = (node: string): string => `handoff:${node}`;
/** The node that the label hands over to. */
export const handoffTarget = (label: string): string | undefined => after("handoff:", label);

/** The label of an agent that is left because of what a person decided about a call of a tool. */
export const approvalLabel = (decision: string): string => `approval:${decision}`;
export const approvalOf = (label: string): string | undefined => after("approval:", label);

/** Label of a step from outside: the state was edited as if an earlier node had just run. */
export const EDITED = "edited";
/** Label of a step from outside: the thread follows another version of its declaration from here on. */
export const ADOPTED = "adopted";

export const signalLabel = (signal: string): string => `signal:${signal}`;
export const signalOf = (label: string): string | undefined => after("signal:", label);

/** The label of a parallel node whose branch leaves early. */
export const branchLabel = (branch: string, label: string): string => `${branch}.${label}`;
/** What the branch answered; `undefined` when the label is not one of this branch. */
export const labelInBranch = (branch: string, label: string): string | undefined =>
  label.startsWith(`${branch}.`) ? label.slice(branch.length + 1) : undefined;

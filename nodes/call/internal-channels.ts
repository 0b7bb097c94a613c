/** Channels of the framework's own: outside every schema, stream and history. A declared channel cannot have such a name. */

/** The steps of the current turn. */
export const PATH = "__path";
/** A new turn's input on its way to the entry vertex. */
export const INPUT = "__input";
/** What branches tell their join. */
export const REPORTS = "__reports";
/** An item's place in its list; only in the state that its task is sent. */
export const ITEM = "__item";
/** What the turn's budget has left for the items; only in the state that an item's task is sent. */
export const LEFT = "__left";
/** The target of a signal from outside, until the entry vertex has passed it. */
export const SIGNAL = "__signal";

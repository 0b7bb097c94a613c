/** Names that the language keeps for itself (law 13). Nobody may give them to a route, a decision, an error code or a node. */

/** Labels that every graph understands. */
export const reservedLabels = [
  "next",
  "error",
  "lowConfidence",
  "exhausted",
  "expired",
  "effectUnknown",
  "budget",
  "join",
  "wait",
  "end",
] as const;
/** With anything behind them, e.g. `error:DECLINED`. */
export const reservedPrefixes = ["error:", "handoff:", "signal:", "end:"] as const;
/** `default` is the key of `onError` for every code that is not named. */
export const reservedCode = "default";

export type ReservedLabel = (typeof reservedLabels)[number] | `${(typeof reservedPrefixes)[number]}${string}` | typeof reservedCode;
/** `L` without the reserved labels: `never` for one of those. */
export type Unreserved<L> = L extends ReservedLabel ? never : L;

export function isReserved(label: string): boolean {
  return (
    label === reservedCode ||
    (reservedLabels as readonly string[]).includes(label) ||
    reservedPrefixes.some((prefix) => label.startsWith(prefix))
  );
}

/** Names of nodes, params, channels and code: a letter, then letters, digits, `_` or `-`. */
export const namePattern = /^[a-zA-Z][a-zA-Z0-9_-]*$/;

/** Reserved names (law 13): no route, decision, error code or node may have one. */
import { DEFAULT_CODE, END, JOIN, LABEL_PREFIXES, WAIT } from "./labels.ts";

/** Labels that every graph understands. */
export const RESERVED_LABELS = [
  "next",
  "error",
  "lowConfidence",
  "exhausted",
  "expired",
  "effectUnknown",
  "budget",
  JOIN,
  WAIT,
  END,
] as const;

export type ReservedLabel = (typeof RESERVED_LABELS)[number] | `${(typeof LABEL_PREFIXES)[number]}${string}` | typeof DEFAULT_CODE;
/** `L` without the reserved labels: `never` for one of those. */
export type Unreserved<L> = L extends ReservedLabel ? never : L;

export function isReserved(label: string): boolean {
  return (
    label === DEFAULT_CODE || RESERVED_LABELS.some((one) => one === label) || LABEL_PREFIXES.some((prefix) => label.startsWith(prefix))
  );
}

/** Names of nodes, params, channels and code: a letter, then letters, digits, `_` or `-`. */
export const namePattern = /^[a-zA-Z][a-zA-Z0-9_-]*$/;

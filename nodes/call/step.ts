/** One step of a path. Data only. */

import type { Limit } from "../../language/terms/budget-raise.ts";

/** What a visit of a node answered. */
export interface Step {
  readonly node: string;
  readonly label: string;
  readonly target: string;
  /** How often it was tried, when more than once. */
  readonly attempts?: number;
  /** Tokens that models used for it. */
  readonly tokens?: number;
  /** What they cost in US dollars; absent when no price of them is known. */
  readonly usd?: number;
  /** Where `usd` is only a part: the tokens of models without a known price. */
  readonly unpriced?: number;
  /** How long it worked, waiting for people not counted; only where the budget bounds it. */
  readonly workedMs?: number;
  /** By how much a person raised the turn's budget. */
  readonly raised?: Readonly<Partial<Record<Limit, number>>>;
  /** The failure behind an error label. */
  readonly error?: { readonly code: string; readonly message: string };
}

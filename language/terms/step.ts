/** One step of a path: what a visit of a node answered. Stored as it is in the thread's state and with each run. */
import type { BudgetLimit } from "./budget-raise.ts";

export interface Step {
  readonly node: string;
  readonly label: string;
  readonly target: string;
  /** The number of attempts, when there was more than one. */
  readonly attempts?: number;
  /** Tokens that models used for it. */
  readonly tokens?: number;
  /** What they cost in US dollars; absent when no price of them is known. */
  readonly usd?: number;
  /** Where `usd` is only a part: the tokens of models without a known price. */
  readonly unpriced?: number;
  /** Time at work, without waiting for people; only where the budget limits time. */
  readonly workedMs?: number;
  /** What an agent said beside its answer and that has no place. */
  readonly dropped?: "words";
  /** By how much a person raised the turn's budget. */
  readonly raised?: Readonly<Partial<Record<BudgetLimit, number>>>;
  /** The failure behind an error label. */
  readonly error?: { readonly code: string; readonly message: string };
}

export type Path = readonly Step[];

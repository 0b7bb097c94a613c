/** One step of a path. Data only. */

/** What a visit of a node answered. */
export interface Step {
  readonly node: string;
  readonly label: string;
  readonly target: string;
  /** How often it was tried, when more than once. */
  readonly attempts?: number;
  /** Tokens that models used for it. */
  readonly tokens?: number;
  /** What they cost in US dollars; absent when a model's price is unknown. */
  readonly usd?: number;
  /** How long it worked, waiting for people not counted; only where the budget bounds it. */
  readonly workedMs?: number;
  /** The failure behind an error label. */
  readonly error?: { readonly code: string; readonly message: string };
}

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
  /** The failure behind an error label. */
  readonly error?: { readonly code: string; readonly message: string };
}

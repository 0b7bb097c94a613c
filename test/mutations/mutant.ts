/** A declaration with one thing changed. */
import type { GraphData } from "../../language/index.ts";

export interface Mutant {
  /** `triage.routes.cards: cardsDesk → end`. */
  readonly name: string;
  readonly graph: GraphData;
  /** The node that it changes; absent for inherited settings. */
  readonly node?: string;
  /** The label of the edge that it changes. */
  readonly label?: string;
}

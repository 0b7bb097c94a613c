/** How one shape looks, in every format. */
import type { Outline } from "./outline.ts";

export interface ShapeStyle {
  readonly outline: Outline;
  readonly fill: string;
  readonly border: string;
  /** The border's dashes, as SVG writes them. */
  readonly dash?: string;
  /** Of its text; the paper's ink by default. */
  readonly ink?: string;
  /** Mermaid's opening and closing bracket. */
  readonly brackets: readonly [open: string, close: string];
  /** Its line in the legend; none for what explains itself. */
  readonly legend?: string;
}

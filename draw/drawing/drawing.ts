/** A drawing before layout: boxes and the lines between them. The same for every format; has no coordinates. */

import type { NodeKind } from "../../language/kinds/all.ts";

/** One for each kind of node, and those of what surrounds nodes. */
export type Shape = NodeKind | SpecialShape;
export type SpecialShape = "start" | "end" | "wait" | "join" | "defaults" | "outside" | "sign";
/** What kind of outcome a line represents. */
export type Stroke = "flow" | "decision" | "error" | "deadline" | "bound";

/** What the tests of the graph have left: what none took, and what cannot be forced. */
export type Mark = "untaken" | "unforced";

export interface Box {
  readonly id: string;
  readonly shape: Shape;
  readonly name: string;
  /** The named code behind it: an agent, a question with those who answer it. */
  readonly detail?: string;
  /** Left aside by the path that is marked. */
  readonly faint?: boolean;
  readonly mark?: Mark;
}

export interface Line {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
  readonly stroke: Stroke;
  /** The edges that it represents, as `"node label"`; `"* label"` is inherited. Absent: it only joins boxes. */
  readonly edges?: readonly string[];
  /** Left aside by the path that is marked. */
  readonly faint?: boolean;
  readonly mark?: Mark;
}

export interface Drawing {
  readonly title: string;
  readonly subtitle?: string;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

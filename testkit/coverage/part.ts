/** The parts of a declaration that are counted, each with its percentage and its threshold. */

export const parts = ["nodes", "edges", "decisions", "errors", "deadlines"] as const;
export type CoveragePart = (typeof parts)[number];

/** How much of one part was taken. */
export interface Count {
  /** Without the parts that no test can take. */
  readonly declared: number;
  readonly taken: number;
  /** 0 to 100, rounded down to a tenth; 100 where nothing is declared. */
  readonly percent: number;
}

export function countOf(declared: number, taken: number): Count {
  return { declared, taken, percent: declared === 0 ? 100 : Math.floor((1_000 * taken) / declared) / 10 };
}

/** Stands for the node of an edge that nodes inherit from `defaults` or `budget`. No node has this name. */
export const EVERY_NODE = "*";

/** The path of a turn: one step a visit, kept in the thread's own state, so that it can never disagree with it. */
import type { Step } from "../nodes/call/step.ts";

export type { Step };
export type Path = readonly Step[];

export const visitsOf = (path: Path, node: string): number => path.filter((step) => step.node === node).length;

/** The node that the last turn stopped at with `wait`: the next message enters it again. */
export function waitingNode(path: Path): string | undefined {
  const last = path.at(-1);
  return last?.target === "wait" ? last.node : undefined;
}

/** `triage -billing-> findOrder`; attempts are shown where there were several. */
export function formatStep({ node, label, target, attempts, raised }: Step): string {
  const tries = attempts === undefined ? "" : ` (${attempts} attempts)`;
  const more = Object.entries(raised ?? {}).map(([limit, by]) => `${by} ${limit}`);
  return `${node} -${label}-> ${target}${tries}${more.length === 0 ? "" : ` (budget raised by ${more.join(", ")})`}`;
}

/** What came of one thread, and of all, as lines for a person. */
import type { Adoption } from "../../../runtime/adoption/adoption.ts";
import { styled, type TextOutput } from "../../program/io.ts";

export interface RefusedThread {
  readonly thread_id: string;
  readonly outcome: "refused";
  readonly code: string;
  readonly message: string;
  readonly misfits: unknown;
}

export type ThreadOutcome = Adoption | RefusedThread;

export function adoptionLine(outcome: ThreadOutcome, output: TextOutput): string {
  if (outcome.outcome === "refused")
    return `${styled(output, "red", "refused:")} ${outcome.message}  ${styled(output, "dim", `[${outcome.code}]`)}`;
  const { thread_id: thread, from, to, node } = outcome;
  if (outcome.outcome === "unchanged") return `thread ${thread}: follows version ${to.version} already`;
  const was = node && node.from !== node.to ? ` (was "${node.from}")` : "";
  const done = styled(output, "green", outcome.outcome);
  return `thread ${thread}: ${done}, version ${from.version ?? from.hash.slice(0, 12)} → ${to.version}, waits at "${node?.to}"${was}`;
}

/** `left`: how many were not reached. */
export function totalsOf(outcomes: readonly ThreadOutcome[], left: number): string {
  const counts = Map.groupBy(outcomes, ({ outcome }) => outcome);
  const parts = [...counts].map(([outcome, some]) => `${some.length} ${outcome}`);
  const all = parts.length > 0 ? parts.join(", ") : left > 0 ? "none was moved" : "no live thread follows another version";
  return left > 0 ? `${all}; stopped: ${left} left as they were` : all;
}

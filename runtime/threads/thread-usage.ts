/** What a thread's models have cost: by node, by run, and in total. Added up from its paths, so that it cannot disagree with them. */
import type { Path, Step } from "../../language/terms/step.ts";
import { usageOfPath } from "../../nodes/call/usage.ts";
import type { VisitUsage } from "../../persistence/statements/runs/rows.ts";
import type { Acting } from "../identity/acting.ts";
import { threadPath } from "./thread-path.ts";

export interface UsageReport {
  readonly tokens: number;
  /** US dollars; null when no price is known. */
  readonly usd: number | null;
  /** Tokens of models without a known price: they are not in `usd`. */
  readonly unpriced_tokens: number;
}

export interface NodeUsage extends UsageReport {
  readonly node: string;
  readonly visits: number;
  /** Attempts of all visits: at least one each. */
  readonly attempts: number;
}

export interface RunUsage extends UsageReport {
  readonly run_id: string;
  /** In the order of their first visit. A visit counts where it ended. */
  readonly nodes: readonly NodeUsage[];
}

export interface ThreadUsage extends UsageReport {
  readonly thread_id: string;
  readonly runs: readonly RunUsage[];
}

export async function threadUsage(services: Acting, threadId: string): Promise<ThreadUsage> {
  const { turns } = await threadPath(services, threadId);
  const visits = turns.flatMap(({ runs }) =>
    runs.map(({ run_id, path, spent }) => ({ run_id, path: spent ? [...path, failedVisit(spent)] : path })),
  );
  const runs = visits.map(({ run_id, path }) => ({ run_id, ...reportOf(path), nodes: nodesOf(path) }));
  return { thread_id: threadId, ...reportOf(visits.flatMap(({ path }) => path)), runs };
}

/** A visit that failed without taking an edge has a cost too. */
const failedVisit = (spent: VisitUsage): Step => ({ ...spent, label: "error", target: "" });

function nodesOf(path: Path): NodeUsage[] {
  const byNode = Map.groupBy(path, ({ node }) => node);
  return [...byNode].map(([node, steps]) => ({
    node,
    visits: steps.length,
    attempts: steps.length + usageOfPath(steps).extraTries,
    ...reportOf(steps),
  }));
}

function reportOf(steps: readonly Step[]): UsageReport {
  const { tokens, usd, unpriced } = usageOfPath(steps);
  return { tokens, usd: steps.some((step) => step.usd !== undefined) ? usd : null, unpriced_tokens: unpriced };
}

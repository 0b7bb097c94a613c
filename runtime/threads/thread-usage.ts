/** What a thread's models have cost: by node, by run, and in all. Added up from its paths, so that it cannot disagree with them. */
import type { Path, Step } from "../../compile/path.ts";
import type { Spent } from "../../persistence/statements/runs/find-run.ts";
import type { Services } from "../services.ts";
import { threadPath } from "./thread-path.ts";

export interface Usage {
  readonly tokens: number;
  /** US dollars; null when no price is known. */
  readonly usd: number | null;
  /** Tokens of models without a known price: they are not in `usd`. */
  readonly unpriced_tokens: number;
}

export interface NodeUsage extends Usage {
  readonly node: string;
  readonly visits: number;
  /** Tries of all visits: at least one each. */
  readonly attempts: number;
}

export interface RunUsage extends Usage {
  readonly run_id: string;
  /** In the order of their first visit. A visit counts where it ended. */
  readonly nodes: readonly NodeUsage[];
}

export interface ThreadUsage extends Usage {
  readonly thread_id: string;
  readonly runs: readonly RunUsage[];
}

export async function threadUsage(services: Services, threadId: string): Promise<ThreadUsage> {
  const { turns } = await threadPath(services, threadId);
  const visits = turns.flatMap(({ runs }) =>
    runs.map(({ run_id, path, spent }) => ({ run_id, path: spent ? [...path, failedVisit(spent)] : path })),
  );
  const runs = visits.map(({ run_id, path }) => ({ run_id, ...usageOf(path), nodes: nodesOf(path) }));
  return { thread_id: threadId, ...usageOf(visits.flatMap(({ path }) => path)), runs };
}

/** A visit that failed without an edge cost something too. */
const failedVisit = (spent: Spent): Step => ({ ...spent, label: "error", target: "" });

function nodesOf(path: Path): NodeUsage[] {
  const byNode = Map.groupBy(path, ({ node }) => node);
  return [...byNode].map(([node, steps]) => ({
    node,
    visits: steps.length,
    attempts: sum(steps, ({ attempts = 1 }) => attempts),
    ...usageOf(steps),
  }));
}

function usageOf(steps: readonly Step[]): Usage {
  const priced = steps.filter(({ usd }) => usd !== undefined);
  return {
    tokens: sum(steps, ({ tokens = 0 }) => tokens),
    usd: priced.length === 0 ? null : sum(priced, ({ usd = 0 }) => usd),
    unpriced_tokens: sum(steps, ({ tokens = 0, usd, unpriced = 0 }) => (usd === undefined ? tokens : unpriced)),
  };
}

const sum = (steps: readonly Step[], of: (step: Step) => number): number => steps.reduce((total, step) => total + of(step), 0);

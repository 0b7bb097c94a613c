/** Which visit of its parallel node a branch belongs to. A branch that is cancelled before its code begins still counts as a visit. */
import { getConfig, type LangGraphRunnableConfig } from "@langchain/langgraph";

export class RegionVisits {
  /** Region → the forks that its branches were seen in. */
  readonly #forks = new Map<string, string[]>();

  /** From 0; undefined for a node that is not a branch, and outside a run. */
  of(node: string): number | undefined {
    const region = regionOf(node);
    const fork = region === undefined ? undefined : forkNow();
    if (region === undefined || fork === undefined) return undefined;
    const known = this.#forks.get(region) ?? [];
    if (!known.includes(fork)) known.push(fork);
    this.#forks.set(region, known);
    return known.indexOf(fork);
  }
}

/** `checks` of `checks.cover`; what is before the last `/` are graphs around it. */
const regionOf = (node: string): string | undefined => /^(.*[^/.])\.[^/.]+$/.exec(node)?.[1];

/** The super-step: branches of one fork are in the same one. */
function forkNow(): string | undefined {
  const { configurable, metadata } = configNow();
  const step: unknown = metadata?.langgraph_step;
  const around = String(configurable?.checkpoint_ns ?? "")
    .split("|")
    .slice(0, -1);
  return step === undefined ? undefined : [configurable?.thread_id, ...around, step].join("|");
}

/** LangGraph's task of the node that runs now; it stays when the node continues after a question. Undefined outside a run. */
export function taskNow(): string | undefined {
  const { configurable } = configNow();
  const namespace = String(configurable?.checkpoint_ns ?? "");
  return namespace === "" ? undefined : `${configurable?.thread_id}|${namespace}`;
}

function configNow(): LangGraphRunnableConfig {
  // outside a run LangGraph has none, although its type says otherwise
  const config: LangGraphRunnableConfig | undefined = getConfig();
  return config ?? {};
}

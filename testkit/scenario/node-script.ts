/** What the code of one node answers, visit by visit. Plain data, so that a scenario can be printed and kept. */
import type { Duration } from "../../language/terms/duration.ts";
import { withoutItem } from "../../language/terms/visit-name.ts";
import { RegionVisits, taskNow } from "./region-visits.ts";

/** A label with what comes with it, or an error. */
export type NodeAnswer =
  | {
      /** `next`, a route, a task's label, `handoff:<node>`. */
      readonly label: string;
      readonly output?: unknown;
      /** A router's confidence, 1 by default. */
      readonly confidence?: number;
      /** How sure a router is of its second choice. */
      readonly second?: number;
      /** What an agent's models used. */
      readonly tokens?: number;
      /** What that cost in US dollars. */
      readonly usd?: number;
      /** How long the visit is at work, as a budget's `time` counts it. */
      readonly takes?: Duration;
      /** The calls of its tools that an agent makes before it answers; those under `approval` are asked about. */
      readonly calls?: readonly { readonly name: string; readonly args: Record<string, unknown> }[];
      /** The codes with which the first attempts of the visit fail, and of a model agent its first model calls. */
      readonly fails?: readonly string[];
    }
  /** Every attempt of the visit fails with this code; `timeout` fails as a node's own time limit does. */
  | { readonly error: string }
  /** It continues until a sibling ends it. */
  | { readonly holds: true };

/** Node → its answers in order; the last one is repeated. A node of a subgraph is `<name of the graph>/<node>`. */
export type NodeScripts = Readonly<Record<string, readonly NodeAnswer[]>>;

export class NodeScriptBook {
  readonly #scripts: NodeScripts;
  /** Node → the visits that have begun: LangGraph's task, where there is one. */
  readonly #visits = new Map<string, (string | undefined)[]>();
  readonly #regions: RegionVisits = new RegionVisits();

  constructor(scripts: NodeScripts = {}) {
    this.#scripts = scripts;
  }

  /** What the visit that comes next will answer. */
  peek(node: string): NodeAnswer | undefined {
    return this.#at(node, this.#regions.of(node) ?? this.#visits.get(node)?.length ?? 0);
  }

  /** The answer of this visit: a second attempt of it gets the same, and so does a visit that continues after a question. */
  take(node: string, attempt: number): NodeAnswer | undefined {
    const branch = this.#regions.of(node);
    if (branch !== undefined) return this.#at(node, branch);
    const begun = this.#visits.get(node) ?? [];
    this.#visits.set(node, begun);
    const task = taskNow();
    const known = task === undefined ? -1 : begun.indexOf(task);
    if (known >= 0) return this.#at(node, known);
    if (attempt === 1) begun.push(task);
    return this.#at(node, begun.length - 1);
  }

  #at(node: string, visit: number): NodeAnswer | undefined {
    const answers = Object.hasOwn(this.#scripts, node) ? this.#scripts[node] : undefined;
    return answers?.[visit] ?? answers?.at(-1);
  }
}

/** The items of an each node share its script. */
export const scriptName = (within: string, node: string): string => `${within}${withoutItem(node)}`;

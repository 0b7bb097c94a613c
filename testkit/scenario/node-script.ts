/** What the code of one node answers, visit by visit. Plain data, so that a scenario can be printed and kept. */
import { withoutItem } from "../../language/terms/visit-name.ts";
import { RegionVisits } from "./region-visits.ts";

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
  readonly #visits = new Map<string, number>();
  readonly #regions: RegionVisits = new RegionVisits();

  constructor(scripts: NodeScripts = {}) {
    this.#scripts = scripts;
  }

  /** What the visit that comes next will answer. */
  peek(node: string): NodeAnswer | undefined {
    return this.#at(node, this.#regions.of(node) ?? this.#visits.get(node) ?? 0);
  }

  /** The answer of this visit: a second attempt of it gets the same. */
  take(node: string, attempt: number): NodeAnswer | undefined {
    const branch = this.#regions.of(node);
    if (branch !== undefined) return this.#at(node, branch);
    const before = this.#visits.get(node) ?? 0;
    if (attempt === 1) this.#visits.set(node, before + 1);
    return this.#at(node, attempt === 1 ? before : before - 1);
  }

  #at(node: string, visit: number): NodeAnswer | undefined {
    const answers = Object.hasOwn(this.#scripts, node) ? this.#scripts[node] : undefined;
    return answers?.[visit] ?? answers?.at(-1);
  }
}

/** The items of an each node share its script. */
export const scriptName = (within: string, node: string): string => `${within}${withoutItem(node)}`;

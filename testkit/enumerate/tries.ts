/** How often a node's code is called before its failure counts, by the code that it fails with. */

import type { NormalAgent, NormalNode, NormalPlain } from "../../language/graph/normal-graph.ts";
import { mayBeUnknown } from "../../language/registry/effects.ts";
import type { Registry } from "../../language/registry/registry.ts";

export interface Tries {
  readonly code: string;
  readonly calls: number;
}

/** Of each kind of recovery that the node declares; none where nothing is tried again or limited. */
export function triesOf(node: NormalPlain | NormalNode, registry: Registry): Tries[] {
  switch (node.kind) {
    case "agent":
      return "prompt" in (registry.agents?.[node.agent] ?? {}) ? modelTries(node) : timeouts(node);
    case "tool": {
      const tool = registry.tools?.[node.tool];
      if (!tool || !mayBeUnknown(tool)) return timeouts(node);
      // its timeout is no failure to try again: nobody would know whether it has acted
      const code = Object.keys(tool.errors).find((name) => tool.errors[name] === "retryable");
      return code === undefined || node.retry === undefined ? [] : [{ code, calls: node.retry.maxAttempts }];
    }
    case "task":
      return timeouts(node);
    case "router":
      return node.on === undefined ? timeouts(node) : [];
    default:
      return [];
  }
}

type Tried = Pick<NormalAgent, "retry" | "timeoutMs">;

const timeouts = ({ retry, timeoutMs }: Tried): Tries[] =>
  retry === undefined && timeoutMs === undefined ? [] : [{ code: "timeout", calls: retry?.maxAttempts ?? 1 }];

/** Retry, then repair, then the next model. */
function modelTries(node: NormalAgent): Tries[] {
  const models = 1 + node.fallback.length;
  const mended = (node.repair ?? 0) + 1;
  const late = models > 1 || timeouts(node).length > 0 ? [{ code: "timeout", calls: models * (node.retry?.maxAttempts ?? 1) }] : [];
  return [...late, ...(models * mended > 1 ? [{ code: "malformed", calls: models * mended }] : [])];
}

/** Tools for the test kit: `next` brings a sample output, an unknown outcome is a script's error. */
import type { NormalTool } from "../../language/graph/normal-graph.ts";
import type { ToolData } from "../../language/kinds/tool/tool-node.ts";
import { mayBeUnknown } from "../../language/registry/effects.ts";
import { sampled, scripted } from "../forcing/forced.ts";
import type { KindKit } from "./kind-kit.ts";
import { codeKit, timeouts } from "./recovery.ts";

export const toolKit: KindKit<ToolData, NormalTool> = {
  ...codeKit,
  answer: ({ site, node, label }) =>
    scripted(site, label === "effectUnknown" ? { error: label } : { label, output: sampled(site.registry.tools?.[node.tool]?.output) }),
  tries: (node, registry) => {
    const tool = registry.tools?.[node.tool];
    if (!tool || !mayBeUnknown(tool)) return timeouts(node);
    // its timeout is not retried: whether its effect took place would be unknown
    const code = Object.keys(tool.errors).find((name) => tool.errors[name] === "retryable");
    return code === undefined || node.retry === undefined ? [] : [{ code, calls: node.retry.maxAttempts }];
  },
  unnamedFailure: (node) => (node.onUnknown === undefined ? undefined : "unexpected"),
  output: ({ writes }) => writes,
};

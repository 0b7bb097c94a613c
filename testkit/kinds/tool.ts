/** Tools for the test kit: `next` brings a sample output, an unknown outcome is a script's error. */
import type { NormalTool } from "../../language/graph/normal-graph.ts";
import type { ToolData } from "../../language/kinds/tool/tool-node.ts";
import { mayBeUnknown } from "../../language/registry/effects.ts";
import { outputWith, scripted } from "../forcing/forced.ts";
import type { KindKit } from "./kind-kit.ts";
import { codeKit, timeouts } from "./recovery.ts";

export const toolKit: KindKit<ToolData, NormalTool> = {
  ...codeKit,
  answer: ({ site, node, label, wants }) => {
    if (label === "effectUnknown") return scripted(site, { error: label });
    return scripted(site, { label, output: outputWith(site.registry.tools?.[node.tool]?.output, node.writes, wants) });
  },
  tries: (node, registry) => {
    const tool = registry.tools?.[node.tool];
    if (!tool || !mayBeUnknown(tool)) return timeouts(node);
    // its timeout is not retried: whether its effect took place would be unknown
    const code = Object.keys(tool.errors).find((name) => tool.errors[name] === "retryable");
    return code === undefined || node.retry === undefined ? [] : [{ code, calls: node.retry.maxAttempts }];
  },
  codes: ({ tool }, { tools }) => Object.keys(tools?.[tool]?.errors ?? {}),
  unnamedFailure: (node) => (node.onUnknown === undefined ? undefined : "unexpected"),
};

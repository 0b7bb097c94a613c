/** Tool nodes: an action in the world that answers `next` or one of its own closed error codes. */

import { checkCode } from "../../rules/code.ts";
import { namedIn } from "../../rules/references.ts";
import { edgeTo } from "../../terms/edge.ts";
import { channelsBehind } from "../../terms/source.ts";
import { channelsOf, reachOf } from "../../terms/writes.ts";
import { argumentReads, completeArguments } from "../kind/arguments.ts";
import type { PlainKindOf } from "../kind/kind.ts";
import { channelMentions } from "../kind/kind.ts";
import { placedWrites } from "../kind/placed-writes.ts";
import { normalPolicy } from "../kind/policy.ts";
import { type NormalTool, shape, type ToolData } from "./tool-node.ts";
import { checkTool } from "./tool-rules.ts";

export const toolKind: PlainKindOf<ToolData, NormalTool> = {
  shape,
  bodyShape: shape.omit({ visits: true }),
  inheritsEdges: true,
  waitsForPerson: false,
  streamsMessages: false,
  normalise: (node, { registry, defaults }) => ({
    kind: "tool",
    tool: node.tool,
    args: completeArguments(namedIn(registry.tools, node.tool)?.args, node.args, registry),
    with: node.with ?? {},
    ...(node.writes !== undefined && { writes: placedWrites(namedIn(registry.tools, node.tool)?.output, node.writes) }),
    ...(node.onUnknown !== undefined && { onUnknown: node.onUnknown }),
    next: node.next,
    ...normalPolicy(node, defaults),
  }),
  edges: (node) => [
    edgeTo(node.next, { label: "next", path: ["next"], ...reachOf(node.writes) }),
    ...(node.onUnknown === undefined ? [] : [edgeTo(node.onUnknown, { label: "effectUnknown", path: ["onUnknown"], type: "error" })]),
  ],
  mentions: (node) => [{ group: "tools", name: node.tool }, ...channelMentions([...channelsBehind(node.args), ...channelsOf(node.writes)])],
  reads: (node, registry) => argumentReads(namedIn(registry.tools, node.tool)?.args, node.args),
  canAsk: () => false,
  check: (node, context) => {
    const tool = namedIn(context.registry.tools, node.tool);
    return [
      ...checkCode(context, { what: "tool", name: node.tool, group: context.registry.tools, node }),
      ...(tool ? checkTool(context, tool, node) : []),
    ];
  },
};

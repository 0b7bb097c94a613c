/** A wait that hears nobody: the next message enters a node that takes nothing of it, so the turn goes where the last one went. */

import { canAsk } from "../graph/can-ask.ts";
import type { Flow } from "../graph/flow-graph.ts";
import type { Issue } from "../issues/issue.ts";
import { kindOf, type NormalNode } from "../kinds/all.ts";
import { issueAt } from "../rules/rule-context.ts";
import type { Edge, EdgeType } from "../terms/edge.ts";
import { WAIT } from "../terms/labels.ts";

/** An error, a spent bound or a deadline may be tried again by any message. */
const ordinary: ReadonlySet<EdgeType> = new Set(["flow", "decision", "unsure"]);

export function checkDeafWaits(flow: Flow): Issue[] {
  return flow.names.flatMap((name) => {
    const node = flow.graph.nodes[name];
    const waits = (flow.edges.get(name) ?? []).filter(({ target, type }) => target === WAIT && ordinary.has(type));
    if (!node || waits.length === 0 || hears(flow, node)) return [];
    return waits.map((edge) => deafWait(flow, { name, node, edge }));
  });
}

/** Any mention of an input channel counts, an optional argument too; and a person who is asked hears. */
const hears = ({ graph, registry }: Flow, node: NormalNode): boolean =>
  canAsk(node, registry) || channelsOf(node).some((channel) => graph.input.includes(channel));

const channelsOf = (node: NormalNode): string[] => [
  ...new Set(
    kindOf(node)
      .mentions(node)
      .flatMap(({ group, name }) => (group === "state" ? [name] : [])),
  ),
];

interface Wait {
  readonly name: string;
  readonly node: NormalNode;
  readonly edge: Edge;
}

function deafWait({ graph }: Flow, { name, node, edge }: Wait): Issue {
  const channels = listed(channelsOf(node));
  const unless = channels === "" ? "whatever the message brings" : `unless ${channels} has changed`;
  const hint =
    graph.input.length === 0
      ? "The graph takes no `input`: declare the channel that a message fills, and wait at a node that takes it."
      : `Wait at a node that takes ${listed(graph.input)}, or ask by an interrupt whose \`by\` is "requester". If a signal or an edit of the state brings the change, leave it.`;
  const message = `the next message enters "${name}" again, which takes no input channel: it answers "${edge.label}" again, ${unless}.`;
  return issueAt("DEAF_WAIT", ["nodes", name, ...edge.path], message, { hint });
}

const listed = (channels: readonly string[]): string => channels.map((channel) => `"${channel}"`).join(" or ");

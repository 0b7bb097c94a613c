/** A wait that hears nobody: the next message enters a node that takes nothing of it, so the turn goes where the last one went. */

import { canAsk } from "../graph/can-ask.ts";
import type { Flow } from "../graph/flow-graph.ts";
import type { Issue } from "../issues/issue.ts";
import { kindOf, type NormalNode } from "../kinds/all.ts";
import { issueAt } from "../rules/rule-context.ts";
import { type Edge, type EdgeType, mayWrite } from "../terms/edge.ts";
import { messageEnters, WAIT, waitTarget } from "../terms/labels.ts";

/** An error, a spent bound or a deadline may be tried again by any message. */
const ordinary: ReadonlySet<EdgeType> = new Set(["flow", "decision", "unsure"]);

export function checkDeafWaits(flow: Flow): Issue[] {
  return flow.names.flatMap((name) =>
    ordinaryEdges(flow, name).flatMap((edge) => {
      const to = messageEnters(edge.target, name);
      const way = to === undefined ? undefined : deafWay(flow, to);
      return to === undefined || !way ? [] : [deafWait(flow, { name, edge, way })];
    }),
  );
}

const ordinaryEdges = ({ edges }: Flow, name: string): readonly Edge[] => (edges.get(name) ?? []).filter(({ type }) => ordinary.has(type));

/** The nodes of a shortest way from the one that the message enters to the next wait, on which none hears. */
function deafWay(flow: Flow, from: string): readonly string[] | undefined {
  const ways = [[from]];
  const seen = new Set([from]);
  for (const way of ways) {
    const last = way.at(-1) ?? from;
    const node = flow.graph.nodes[last];
    if (!node || hears(flow, node)) continue;
    for (const { target } of ordinaryEdges(flow, last)) {
      if (messageEnters(target, last) !== undefined) return way;
      if (seen.has(target)) continue;
      seen.add(target);
      ways.push([...way, target]);
    }
  }
  return undefined;
}

/** Any mention of an input channel counts, an optional argument too; and a person who is asked hears. */
const hears = ({ graph, registry }: Flow, node: NormalNode): boolean =>
  canAsk(node, registry) || channelsOf(node).some((channel) => graph.input.includes(channel));

const channelsOf = (node: NormalNode | undefined): string[] =>
  node
    ? [
        ...new Set(
          kindOf(node)
            .mentions(node)
            .flatMap(({ group, name }) => (group === "state" ? [name] : [])),
        ),
      ]
    : [];

interface Wait {
  /** The node that waits. */
  readonly name: string;
  readonly edge: Edge;
  readonly way: readonly string[];
}

function deafWait(flow: Flow, wait: Wait): Issue {
  return issueAt("DEAF_WAIT", ["nodes", wait.name, ...wait.edge.path], messageOf(flow, wait), { hint: hintOf(flow) });
}

function messageOf(flow: Flow, { name, edge, way }: Wait): string {
  const channels = listed(changing(flow, way));
  const unless = channels === "" ? "whatever the message brings" : `unless ${channels} has changed`;
  const [entered = name, ...others] = way;
  if (others.length > 0)
    return `the next message enters "${entered}", and nothing on the way ${[...way, WAIT].join(" → ")} takes an input channel: the thread waits again, ${unless}.`;
  const again =
    entered === name
      ? `again, which takes no input channel: it answers "${edge.label}" again`
      : "which takes no input channel: it waits again";
  return `the next message enters "${entered}"${entered === name ? " " : ", "}${again}, ${unless}.`;
}

/** Channels that decide the way, without those that it writes itself. */
function changing(flow: Flow, way: readonly string[]): string[] {
  const written = new Set(way.slice(0, -1).flatMap((name) => ordinaryEdges(flow, name).flatMap(mayWrite)));
  const last = way.at(-1);
  const own = way.length > 1 && last !== undefined ? ordinaryEdges(flow, last).flatMap(mayWrite) : [];
  return [...new Set(way.flatMap((name) => channelsOf(flow.graph.nodes[name])))].filter(
    (channel) => !written.has(channel) && !own.includes(channel),
  );
}

function hintOf(flow: Flow): string {
  const { graph, names } = flow;
  if (graph.input.length === 0)
    return "The graph takes no `input`: declare the channel that a message fills, and let it enter a node that takes it.";
  const hearing = names.find((name) => channelsOf(graph.nodes[name]).some((channel) => graph.input.includes(channel)));
  const enter =
    hearing === undefined
      ? `Let it enter a node that takes ${listed(graph.input)}`
      : `Lead it to "${waitTarget(hearing)}", which takes the message`;
  return `${enter}, or ask by an interrupt whose \`by\` is "requester". If a signal or an edit of the state brings the change, leave it.`;
}

const listed = (channels: readonly string[]): string => channels.map((channel) => `"${channel}"`).join(" or ");

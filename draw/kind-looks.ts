/** How each kind of node is drawn: its shape, what stands under its name, and what its own labels look like. */
import type { NormalNode } from "../language/normal-graph.ts";
import type { Shape, Stroke } from "./drawing.ts";
import { durationText } from "./duration-text.ts";

type OfKind<K extends NormalNode["kind"]> = Extract<NormalNode, { kind: K }>;

interface Look<N extends NormalNode> {
  readonly shape: Shape;
  readonly stroke: Stroke;
  /** The named code behind the node, and who acts. */
  detail(node: N): string;
  /** What to add to one of the kind's labels, such as its threshold. */
  note(node: N, label: string): string | undefined;
}

const looks: { readonly [K in NormalNode["kind"]]: Look<OfKind<K>> } = {
  agent: { shape: "agent", stroke: "flow", detail: (node) => node.agent, note: () => undefined },
  interrupt: {
    shape: "interrupt",
    stroke: "decision",
    detail: ({ question, by }) => `${question} · ${by === "requester" ? by : by.roles.join(", ")}`,
    note: ({ deadlines }, label) => {
      const final = label === "expired" ? deadlines.find((deadline) => "next" in deadline) : undefined;
      return final && `after ${durationText(final.afterMs)}`;
    },
  },
  router: {
    shape: "router",
    stroke: "flow",
    detail: ({ router, on }) => router ?? on,
    note: ({ lowConfidence }, label) => (label === "lowConfidence" && lowConfidence ? `< ${lowConfidence.below}` : undefined),
  },
  each: { shape: "plain", stroke: "flow", detail: ({ over, as }) => `${over} as ${as}`, note: () => undefined },
  parallel: { shape: "plain", stroke: "flow", detail: ({ branches }) => Object.keys(branches).join(", "), note: () => undefined },
  subgraph: { shape: "plain", stroke: "flow", detail: (node) => node.graph, note: () => undefined },
  task: { shape: "task", stroke: "flow", detail: (node) => node.task, note: () => undefined },
  tool: { shape: "tool", stroke: "flow", detail: (node) => node.tool, note: () => undefined },
};

export const lookOf = <N extends NormalNode>(node: N): Look<N> => looks[node.kind] as unknown as Look<N>;

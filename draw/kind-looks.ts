/** How each kind of node is drawn: its shape, what stands under its name, what its own labels look like, and what it holds. */
import type { NormalNode, NormalPlain } from "../language/graph/normal-graph.ts";
import type { Shape, Stroke } from "./drawing/drawing.ts";
import { durationText } from "./duration-text.ts";

type OfKind<K extends NormalNode["kind"]> = Extract<NormalNode, { kind: K }>;

interface Look<N extends NormalNode> {
  readonly shape: Shape;
  /** Of its own labels. */
  readonly stroke: Stroke;
  /** The named code behind the node, and who acts. */
  detail(node: N): string;
  /** What to add to one of the kind's labels, such as its threshold. */
  note?(node: N, label: string): string | undefined;
  /** The ordinary nodes that it holds, by name. */
  bodies?(node: N): Readonly<Record<string, NormalPlain>>;
  /** Labels that are answered when all that it holds has joined. */
  readonly afterJoin?: readonly string[];
}

const looks: { readonly [K in NormalNode["kind"]]: Look<OfKind<K>> } = {
  agent: { shape: "agent", stroke: "flow", detail: (node) => node.agent },
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
  each: {
    shape: "each",
    stroke: "flow",
    detail: ({ over, as, threads }) => `each ${as} of ${over}${threads === "own" ? ", on its own thread" : ""}`,
    bodies: (node) => ({ do: node.do }),
    afterJoin: ["next", "failures"],
  },
  parallel: {
    shape: "parallel",
    stroke: "flow",
    detail: () => "at the same time",
    bodies: ({ branches }) => branches,
    afterJoin: ["next"],
  },
  subgraph: { shape: "subgraph", stroke: "flow", detail: (node) => `graph ${node.graph}` },
  task: { shape: "task", stroke: "flow", detail: (node) => node.task },
  tool: { shape: "tool", stroke: "flow", detail: (node) => node.tool },
};

/** The two members of a node's kind always belong together, which the compiler cannot follow. */
export const lookOf = (node: NormalNode): Look<NormalNode> => looks[node.kind] as unknown as Look<NormalNode>;

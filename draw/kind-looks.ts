/** How each kind of node is drawn: its shape, the text under its name, and what its labels add. */
import type { NormalNode } from "../language/graph/normal-graph.ts";
import type { NodeKind, NormalByKind } from "../language/kinds/all.ts";
import { dueText } from "../language/kinds/interrupt/deadlines.ts";
import { durationText } from "../language/terms/duration.ts";
import { barredAcross, barredSides, card, diamond, doubleFrame, personHexagon, pill, stack } from "./shapes/outline.ts";
import type { ShapeStyle } from "./shapes/shape-style.ts";

interface Look<N extends NormalNode> extends ShapeStyle {
  /** The named code behind the node, and who acts. */
  detail(node: N): string;
  /** What to add to one of the kind's labels, such as its threshold. */
  note?(node: N, label: string): string | undefined;
  /** Labels that are answered when all that it holds has joined. */
  readonly afterJoin?: readonly string[];
}

/** In the legend's order. */
export const kindLooks: { readonly [K in NodeKind]: Look<NormalByKind[K]> } = {
  router: {
    outline: diamond,
    fill: "#fff1cc",
    border: "#a86a05",
    brackets: ["{", "}"],
    legend: "router",
    detail: ({ router, on }) => router ?? on,
    note: ({ lowConfidence, above }, label) => {
      if (label === "above" && above !== undefined) return `> ${above}`;
      return label === "lowConfidence" && lowConfidence ? `< ${lowConfidence.below}` : undefined;
    },
  },
  agent: {
    outline: pill,
    fill: "#ece6fd",
    border: "#6246b5",
    brackets: ["([", "])"],
    legend: "agent",
    detail: (node) => node.agent,
  },
  tool: {
    outline: barredSides,
    fill: "#e0effe",
    border: "#1f66ad",
    brackets: ["[[", "]]"],
    legend: "tool",
    detail: (node) => node.tool,
  },
  task: {
    outline: card,
    fill: "#eef1f4",
    border: "#5b6672",
    brackets: ["[", "]"],
    legend: "task",
    detail: (node) => node.task,
  },
  set: {
    outline: card,
    fill: "#f7f7f2",
    border: "#77705c",
    brackets: ["[", "]"],
    legend: "data set",
    detail: ({ values }) => `set ${Object.keys(values).join(", ")}`,
  },
  subgraph: {
    outline: doubleFrame,
    fill: "#fbe7f0",
    border: "#a8326e",
    brackets: ["[[", "]]"],
    legend: "subgraph",
    detail: (node) => `graph ${node.graph}`,
  },
  each: {
    outline: stack,
    fill: "#e4f5f7",
    border: "#16758a",
    brackets: ["[(", ")]"],
    legend: "for each item",
    detail: ({ over, as, threads }) => `each ${as} of ${over}${threads === "own" ? ", on its own thread" : ""}`,
    afterJoin: ["next", "failures"],
  },
  parallel: {
    outline: barredAcross,
    fill: "#eef1f4",
    border: "#44505c",
    brackets: ["[/", "/]"],
    legend: "at the same time",
    detail: ({ quorum, branches }) =>
      quorum === undefined ? "at the same time" : `${quorum} of ${Object.keys(branches).length}, first come`,
    afterJoin: ["next"],
  },
  interrupt: {
    outline: personHexagon,
    fill: "#d9f3e6",
    border: "#1b7a50",
    brackets: ["{{", "}}"],
    legend: "question to a person",
    detail: ({ question, by }) => `${question} · ${by === "requester" ? by : by.roles.join(", ")}`,
    note: ({ deadlines }, label) => {
      const final = label === "expired" ? deadlines.find((deadline) => "next" in deadline) : undefined;
      return final && dueText(final);
    },
  },
  sleep: {
    outline: card,
    fill: "#fdf0e1",
    border: "#b45309",
    brackets: ["[", "]"],
    legend: "sleep",
    detail: ({ forMs, until }) => (until === undefined ? `for ${durationText(forMs ?? 0)}` : `until ${until}`),
  },
};

export const lookOf = <K extends NodeKind>(node: { readonly kind: K }): Look<NormalByKind[K]> => kindLooks[node.kind];

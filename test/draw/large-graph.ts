/** A graph of any size with every kind, hubs, loops and long names: what a drawing must stay readable with. */
import type { GraphData, NodeData } from "../../language/graph/graph-data.ts";

type Make = (at: (step: number) => string, hub: string) => NodeData;

/** Five nodes that repeat; `at(1)` is the next one. */
const makers: readonly Make[] = [
  (at, hub) => ({
    kind: "router",
    router: "intent",
    routes: { billing: at(1), technical: at(2), account: at(4) },
    lowConfidence: { below: 0.5, next: hub },
  }),
  (at, hub) => ({ kind: "tool", tool: "lookupOrder", writes: "order", onError: { ORDER_NOT_FOUND: hub }, next: at(1) }),
  (at) => ({ kind: "agent", agent: "technical", writes: "draft", visits: { max: 3, next: "end" }, next: at(1) }),
  (at) => ({ kind: "task", task: "overLimit", with: { maxCents: 5_000 }, routes: { yes: at(1), no: at(2) } }),
  (at) => ({
    kind: "interrupt",
    question: "approveRefund",
    by: ["support-lead", "duty-manager"],
    decisions: { approve: at(1), edit: at(1), reject: at(-2) },
    writes: { edit: { refund: "refund" }, reject: { feedback: "reason" } },
    deadlines: [{ after: "4h", next: at(2) }],
  }),
];

export function largeGraph(size: number): GraphData {
  const name = (index: number): string => (index < size ? `step${index}OfTheProcess` : "end");
  const nodes = Array.from({ length: size }, (_, index): [string, NodeData] => {
    const make = makers[index % makers.length] as Make;
    const hub = name(Math.min(size - 1, 10 * Math.floor(index / 10) + 9));
    return [name(index), make((step) => name(Math.max(0, index + step)), hub)];
  });
  return { id: "large", version: 1, start: name(0), defaults: { onError: name(size - 1) }, nodes: Object.fromEntries(nodes) };
}

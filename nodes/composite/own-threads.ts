/** An each node whose items are threads of their own: it starts them, then waits in an interrupt that only the runtime answers. */
import { interrupt } from "@langchain/langgraph";
import type { NormalEach } from "../../language/kinds/each/each-node.ts";
import type { NormalSubgraph } from "../../language/kinds/subgraph/subgraph-node.ts";
import { namedIn } from "../../language/rules/references.ts";
import { isRecord } from "../../language/schema/is-record.ts";
import { FAILURES } from "../../language/terms/labels.ts";
import type { Call, Outcome } from "../call/kind.ts";
import type { ChildEnd } from "../call/ports.ts";
import { answeredFailure } from "./branch.ts";
import { collectItems, type ItemEnd, itemsOf } from "./collect-items.ts";
import { endingOf, pickChannels } from "./subgraph.ts";

/** The value of the interrupt that waits for child threads. It asks no person. */
export interface AwaitsChildren {
  readonly __awaits: "children";
  readonly node: string;
  /** LangGraph's task id, under which the children were started. */
  readonly task: string;
}

export const isAwaitsChildren = (value: unknown): value is AwaitsChildren =>
  isRecord(value) && value.__awaits === "children" && typeof value.node === "string" && typeof value.task === "string";

export async function runOwnThreads(call: Call, node: NormalEach): Promise<Outcome> {
  const items = itemsOf(node, call.state);
  if (items.length === 0) return collectItems(call, node, []);
  const { do: body } = node;
  if (body.kind !== "subgraph") throw new TypeError("only a subgraph runs on threads of its own");
  const inputs = items.map((item) => pickChannels(body.input, { ...call.state, [node.as]: item }));
  const batch = { within: call.graph, graph: body.graph, inputs, limit: node.maxConcurrency ?? Number.POSITIVE_INFINITY };
  const { children } = call.ports;
  for (;;) {
    const ends = await children.ends(call.scope, batch);
    if (ends)
      return collectItems(
        call,
        node,
        ends.map((end) => itemEnd(end, body)),
      );
    interrupt({ __awaits: "children", node: call.name, task: call.scope.task } satisfies AwaitsChildren);
  }
}

function itemEnd({ index, state, path, error }: ChildEnd, body: NormalSubgraph): ItemEnd {
  if (error) return { index, writes: {}, failed: error };
  const label = endingOf(path);
  const target = namedIn(body.routes, label);
  if (target === FAILURES) return { index, writes: {}, failed: answeredFailure(label) };
  if (target !== undefined) return { index, writes: pickChannels(body.output, state) };
  return { index, writes: {}, failed: { code: "UNDECLARED_LABEL", message: `it ended with "${label}", which has no target` } };
}

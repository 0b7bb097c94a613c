/** An each node: one task for each item, and a join that collects in item order. An item's channels are its own; only `collect` leaves it. */

import { edgesOf } from "../../language/graph/edges-of.ts";
import type { NormalEach } from "../../language/kinds/each/each-node.ts";
import { itemName } from "../../language/terms/visit-name.ts";
import { Cancelled } from "../attempts/failures.ts";
import { budgetLeft } from "../call/budget.ts";
import { ITEM, LEFT, PATH, REPORTS } from "../call/internal-channels.ts";
import type { Call, Fork, Outcome, RunPlain, Vertex } from "../call/kind.ts";
import { reportingWrites, runBranch } from "./branch.ts";
import { collectItems, itemsOf } from "./collect-items.ts";
import { runOwnThreads } from "./own-threads.ts";

export function expandEach(name: string, node: NormalEach, runBody: RunPlain): readonly Vertex[] {
  const edges = edgesOf(node);
  if (node.threads === "own") return [{ name, speaksFor: name, node, isEntry: true, edges, run: (call) => runOwnThreads(call, node) }];
  const item = `${name}.item`;
  const join = `${name}.join`;
  return [
    {
      name,
      speaksFor: name,
      node,
      isEntry: true,
      edges,
      forks: [item],
      forkLabels: ["next"],
      run: async (call) => forkItems(call, node, item),
    },
    {
      name: item,
      speaksFor: item,
      node: node.do,
      isEntry: false,
      edges: [],
      join,
      run: (call) => runItem(call, { name, node, run: runBody }),
    },
    { name: join, speaksFor: name, node, isEntry: false, edges, run: async (call) => joinItems(call, node) },
  ];
}

/** An item sees the channels of the thread as they are now, and itself in the `as` channel. */
function forkItems(call: Call, node: NormalEach, vertex: string): Fork | Outcome {
  const { state } = call;
  const items = itemsOf(node, state);
  if (items.length === 0) return collectItems(call, node, []);
  const left = budgetLeft(node.budget, state[PATH] ?? []);
  const seen = Object.fromEntries(Object.entries(state).filter(([channel]) => node.reads.includes(channel)));
  return {
    fork: items.map((item, index) => ({ vertex, state: { ...seen, [node.as]: item, [ITEM]: index, ...(left && { [LEFT]: left }) } })),
  };
}

async function runItem(call: Call, { name, node, run }: { name: string; node: NormalEach; run: RunPlain }): Promise<Outcome> {
  const index = call.state[ITEM] ?? 0;
  const branch = {
    owner: name,
    name: itemName(name, index),
    index,
    body: node.do,
    run,
    maxConcurrency: node.maxConcurrency,
    left: call.state[LEFT],
  };
  return reportingWrites(await runBranch(call, branch));
}

function joinItems(call: Call, node: NormalEach): Outcome {
  const reports = call.state[REPORTS] ?? [];
  if (reports.some(({ cancelled }) => cancelled)) throw new Cancelled();
  const outcome = collectItems(
    call,
    node,
    reports.map(({ index = 0, writes = {}, failed }) => ({ index, writes, ...(failed && { failed }) })),
  );
  const isHeld = reports.some(({ isOver }) => isOver) && (outcome.label === "next" || outcome.label === "failures");
  return isHeld ? { ...outcome, label: "budget" } : outcome;
}

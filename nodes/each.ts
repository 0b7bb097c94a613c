/** An each node on one thread: one task an item, and a join that collects in item order. An item's channels are its own; only `collect` leaves it. */
import { edgesOf } from "../language/edges-of.ts";
import { ToolError } from "../language/errors.ts";
import type { NormalEach } from "../language/kinds/each.ts";
import { runBranch } from "./branch.ts";
import { ITEM, REPORTS } from "./internal-channels.ts";
import type { Call, Fork, Outcome, Report, Run, Vertex } from "./kind.ts";
import { failed } from "./run-attempts.ts";
import { valueAt } from "./take-args.ts";

export function expandEach(name: string, node: NormalEach, runOf: (kind: NormalEach["do"]["kind"]) => Run): readonly Vertex[] {
  const edges = edgesOf(node);
  const item = `${name}.item`;
  const join = `${name}.join`;
  const run = runOf(node.do.kind);
  return [
    { name, speaksFor: name, node, isEntry: true, edges, forks: [item], run: async (call: Call) => forkItems(call, node, item) },
    {
      name: item,
      speaksFor: item,
      node: node.do,
      isEntry: false,
      edges: [],
      join,
      run: (call: Call) => runItem(call, { name, node, run }),
    },
    { name: join, speaksFor: name, node, isEntry: false, edges, run: async (call: Call) => joinItems(call, node) },
  ];
}

/** An item sees the channels of the thread as they are now, and itself in the `as` channel. */
function forkItems({ state }: Call, node: NormalEach, vertex: string): Fork | Outcome {
  const items = (state[node.over] ?? []) as readonly unknown[];
  if (items.length === 0) return { label: "next" };
  const seen = Object.fromEntries(Object.entries(state).filter(([channel]) => node.reads.includes(channel)));
  return { fork: items.map((item, index) => ({ vertex, state: { ...seen, [node.as]: item, [ITEM]: index } })) };
}

async function runItem(call: Call, { name, node, run }: { name: string; node: NormalEach; run: Run }): Promise<Outcome> {
  const index = call.state[ITEM] as number;
  const branch = { owner: name, name: `${name}[${index}]`, index, body: node.do, run, maxConcurrency: node.maxConcurrency };
  const { writes = {}, report, ...outcome } = await runBranch(call, branch);
  return { ...outcome, ...(report && { report: { ...report, writes } }) };
}

function joinItems(call: Call, node: NormalEach): Outcome {
  const reports = [...((call.state[REPORTS] ?? []) as readonly Report[])].sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  const left = reports.find(({ target }) => target !== "join");
  if (left) return { label: `item.${left.label}` };
  const done = reports.filter((report) => report.failed === undefined);
  const collected = Object.entries(node.collect).map(
    ([list, source]) => [list, done.map(({ writes }) => valueAt(writes ?? {}, source))] as const,
  );
  const writes = Object.fromEntries(collected);
  const broken = reports.flatMap(({ index = 0, failed: failure }) => (failure ? [{ index, failure }] : []));
  const [first] = broken;
  if (!first) return { label: "next", writes };
  if (!node.failures) return { ...failed(call, new ToolError(first.failure.code, first.failure.message)), writes };
  const items = (call.state[node.over] ?? []) as readonly unknown[];
  const list = broken.map(({ index, failure }) => ({ index, item: items[index], error: `${failure.code}: ${failure.message}` }));
  return { label: "failures", writes: { ...writes, [node.failures.collect]: list } };
}

/** Rules that need the whole graph: reachable nodes, ways out, bounded cycles, and channels that are written before they are read. */

import type { Flow } from "../graph/flow-graph.ts";
import type { Issue } from "../issues/issue.ts";
import type { IssueCode } from "../issues/issue-codes.ts";
import { issueAt } from "../rules/rule-context.ts";
import { endTarget } from "../terms/labels.ts";
import { checkCycles } from "./cycles.ts";
import { checkDeafWaits } from "./deaf-waits.ts";
import { checkReach } from "./reach.ts";
import { checkReads } from "./reads.ts";

/** For graphs whose names are all valid: on others the flow rules would only repeat the same mistakes. */
export function checkFlow(flow: Flow): Issue[] {
  const reach = checkReach(flow);
  const namesWith = (...codes: IssueCode[]) => new Set(reach.flatMap(({ code, path }) => (codes.includes(code) ? [String(path[1])] : [])));
  const [stuck, lost] = [namesWith("NO_WAY_OUT"), namesWith("UNREACHABLE_NODE")];
  const isAt = (names: ReadonlySet<string>, { path }: Issue) => names.has(String(path[1]));
  return [
    ...reach,
    ...checkEndings(flow),
    // where nothing ends there is always a cycle too: one mistake, reported once
    ...checkCycles(flow).filter((issue) => !isAt(stuck, issue)),
    ...checkDeafWaits(flow).filter((issue) => !isAt(lost, issue)),
    ...checkReads(flow, lost),
  ];
}

/** A label that no edge leads to: whoever calls the graph would route it in vain. */
function checkEndings({ graph, edges }: Flow): Issue[] {
  if (graph.endsWith.length === 0) return [];
  const targets = new Set([...edges.values()].flat().map(({ target }) => target));
  return graph.endsWith.flatMap((label, index) =>
    targets.has(endTarget(label))
      ? []
      : [
          issueAt("UNREACHABLE_LABEL", ["endsWith", index], `no path leads to "${endTarget(label)}".`, {
            hint: "Lead an edge there or delete the label.",
          }),
        ],
  );
}

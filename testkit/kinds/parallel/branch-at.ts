/** A branch of a parallel node, where it is forced. */
import type { NormalPlain } from "../../../language/graph/normal-graph.ts";
import { bodyEdges } from "../../../language/kinds/body/body.ts";
import { mayWrite } from "../../../language/terms/edge.ts";
import { bodyName } from "../../../language/terms/visit-name.ts";
import type { Site } from "../../forcing/forced.ts";
import type { Wanted } from "../../forcing/wanted.ts";

export const branchAt = (site: Site, branch: string): Site => ({ ...site, name: bodyName(site.name, branch) });

/** Those of the wanted values that the branch writes by this label. */
export function writtenHere(body: NormalPlain, label: string, wants: readonly Wanted[]): readonly Wanted[] {
  const edge = bodyEdges(body).find((one) => one.label === label);
  return wants.filter(({ at: [channel] }) => edge && mayWrite(edge).includes(channel));
}

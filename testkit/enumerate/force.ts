/** Forces a node of any kind to answer one of its labels. */
import type { NormalNode, NormalPlain } from "../../language/graph/normal-graph.ts";
import { bodyEdges } from "../../language/kinds/body/body.ts";
import { DEFAULT_CODE, errorCodeOf, JOIN } from "../../language/terms/labels.ts";
import { type Forced, nothing, type Site, scripted } from "../forcing/forced.ts";
import { CannotForce } from "../forcing/not-forced.ts";
import { kitOf } from "../kinds/all.ts";
import type { BodyWay, Forcing } from "../kinds/kind-kit.ts";

/** `way` picks the way of one branch or item that leads to the join. */
export function force(site: Site, node: NormalNode, { label, way }: { label: string; way?: BodyWay | undefined }): Forced {
  if (label === "exhausted" || label === "budget") return nothing;
  const code = errorCodeOf(label);
  if (code !== undefined) return kitOf(node).fail({ site, node, code: code === DEFAULT_CODE ? unnamedFailure(node) : code, forcing });
  return kitOf(node).answer({ site, node, label, way, forcing });
}

const forcing: Forcing = {
  answer: (site, node, label) => force(site, node, { label }),
  failure: (site, node, code) => kitOf(node).fail({ site, node, code, forcing }),
  joining,
  // a person among the siblings is asked, then the question is superseded
  held: (site, body) => (kitOf(body).isScripted(body) ? scripted(site, { holds: true }) : force(site, body, { label: joining(body) })),
  canFail: (body) => kitOf(body).canFail(body) && body.onError?.[DEFAULT_CODE] === undefined,
  choosesBy: (node) => kitOf(node).choosesBy?.(node),
};

function joining(body: NormalPlain): string {
  const edge = bodyEdges(body).find(({ target }) => target === JOIN);
  if (!edge) throw new CannotForce("no-way");
  return edge.label;
}

/** A failure that no edge of its own takes, so that the default does. */
const unnamedFailure = (node: NormalNode): string =>
  kitOf(node).unnamedFailure?.(node) ?? (node.onError?.timeout === undefined ? "timeout" : "unexpected");

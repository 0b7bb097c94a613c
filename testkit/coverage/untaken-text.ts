/** A part of a declaration as a report names it: an edge as in paths, a deadline as paths note it, a node by its name. */
import type { CoveredGraph } from "./covered-graph.ts";
import { EVERY_NODE } from "./part.ts";

type Found = CoveredGraph["nodes"][number] | CoveredGraph["edges"][number] | CoveredGraph["deadlines"][number];

export function untakenText(found: Found): string {
  if ("label" in found) return `${found.node === EVERY_NODE ? "every node" : found.node} -${found.label}-> ${found.target}`;
  return "does" in found ? `${found.node} after ${found.after}: ${found.does}` : found.node;
}

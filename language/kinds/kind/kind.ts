/** What a kind of node must say about itself. The rest of the language asks these questions and never branches on a kind. */
import type { z } from "zod";
import type { GraphData } from "../../graph/graph-data.ts";
import type { Issue, IssuePath } from "../../issues/issue.ts";
import type { Registry } from "../../registry/registry.ts";
import type { Place } from "../../rules/place.ts";
import type { Edge } from "../../terms/edge.ts";
import type { NormalPolicy } from "./policy.ts";

/** What the graph gives to its nodes while they are written out in full. */
export interface Surroundings {
  readonly registry: Registry;
  readonly defaults: NormalPolicy;
  /** Where a subgraph stops (an ending label, `next` when there are none, `wait`) → channels that certainly hold a value there. */
  writtenAtStops(graph: GraphData): ReadonlyMap<string, ReadonlySet<string>>;
}

/** A name in a group of the registry. */
export interface Mention {
  readonly group: keyof Registry;
  readonly name: string;
}

/** A channel that must hold a value when the node is entered. */
export interface Read {
  readonly channel: string;
  /** What reads it, e.g. `argument "order"`. */
  readonly reader: string;
  /** Inside the node. */
  readonly path: IssuePath;
}

export interface Kind<Data, Normal> {
  /** The node as data, before names are checked. */
  readonly shape: z.ZodObject & z.ZodType<Data>;
  /** Whether `defaults.onError` and the budget apply: not to a person. */
  readonly inheritsEdges: boolean;
  /** A person stands in it: it bounds cycles and counts as a way out. */
  readonly waitsForPerson: boolean;
  /** The node with everything implied written out; `{param}` is replaced before. Takes wrong names calmly. */
  normalise(node: Data, surroundings: Surroundings): Normal;
  /** The ways out that belong to the kind; errors, `exhausted` and `budget` are common to all. */
  edges(node: Normal): Edge[];
  /** What the node names in the registry: a thread's definition fits as long as these stay. */
  mentions(node: Normal): Mention[];
  reads(node: Normal, registry: Registry): Read[];
  /** Rules of the kind. */
  check(node: Data, place: Place): Issue[];
}

/** What the node that a turn enters needs and nothing gives: then the turn cannot begin. */
import { bodiesOf, kindOf, type NormalNode } from "../kinds/all.ts";
import type { Read } from "../kinds/kind/kind.ts";
import { startsWithValue } from "../registry/channels.ts";
import type { Registry } from "../registry/registry.ts";
import { registryOf } from "../registry/registry-of.ts";
import { namedIn } from "../rules/references.ts";
import { fieldsOf, inputSchemaOf } from "../schema/json-schema.ts";
import type { NormalGraph } from "./normal-graph.ts";
import { normalise } from "./normalise.ts";

/** The first read without a value; `holds`: whether a channel has one when the node is entered. */
export function missingAtEntry(
  { nodes }: NormalGraph,
  { registry, node }: { registry: Registry; node: string },
  holds: (channel: string) => boolean,
): Read | undefined {
  const entered = nodes[node];
  return entered && neededBy(entered, registry).find(({ channel }) => !holds(channel) && !isNeverEmpty(registry, channel));
}

function isNeverEmpty({ state }: Registry, name: string): boolean {
  const channel = namedIn(state, name);
  return channel !== undefined && startsWithValue(channel);
}

/** A graph inside needs only what the node needs that it begins with. */
function neededBy(node: NormalNode, registry: Registry): Read[] {
  const kind = kindOf(node);
  const reads = kind.reads(node, registry);
  const inside = kind.innerGraph?.(node);
  if (inside !== undefined) {
    const inputs = neededInputs(inside.name, registry);
    return reads.filter(({ path }) => inputs.has(String(path.at(-1))));
  }
  const bodies = Object.values(bodiesOf(node));
  const read = new Set(bodies.flatMap((body) => kindOf(body).reads(body, registry)).map(({ channel }) => channel));
  const needed = new Set(bodies.flatMap((body) => neededBy(body, registry)).map(({ channel }) => channel));
  return reads.filter(({ channel }) => !read.has(channel) || needed.has(channel));
}

function neededInputs(name: string, registry: Registry): ReadonlySet<string> {
  const graph = namedIn(registry.graphs, name);
  if (!graph) return new Set();
  if ("graph" in graph)
    return new Set([...fieldsOf(inputSchemaOf(graph.args))].flatMap(([field, { required }]) => (required ? [field] : [])));
  const own = registryOf(graph);
  const start = normalise(graph, own).nodes[graph.start];
  return new Set((start ? neededBy(start, own) : []).map(({ channel }) => channel).filter((channel) => !isNeverEmpty(own, channel)));
}

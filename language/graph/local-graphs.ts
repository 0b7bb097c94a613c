/** Graphs in a declaration's head, as graphs that its nodes can call: on the same channels, which they take and give back by name. */
import { bodiesOf, kindOf, type NormalNode } from "../kinds/all.ts";
import { behaviourOf } from "../registry/channels.ts";
import type { Registry } from "../registry/registry.ts";
import { registryOf, rememberRegistry } from "../registry/registry-of.ts";
import { namedIn } from "../rules/references.ts";
import { mayWrite } from "../terms/edge.ts";
import { edgesOf } from "./edges-of.ts";
import { flowOf } from "./flow-graph.ts";
import { type GraphData, localGraphsShape } from "./graph-data.ts";
import { asLocal, localFacts, localGraphId, sharedGraphs } from "./local-facts.ts";
import type { NormalGraph } from "./normal-graph.ts";
import { writtenOnEntry } from "./written.ts";

/** `normalise` is handed in, because it asks for this registry itself. */
type Normalise = (graph: GraphData, registry: Registry) => NormalGraph;

/** The registry with the declaration's own graphs; the same one where it has them already, or there are none. */
export function withLocalGraphs(registry: Registry, graph: GraphData, normalise: Normalise): Registry {
  const { graphs: locals = {} } = graph;
  if (Object.keys(locals).every((name) => localFacts(namedIn(registry.graphs, name)))) return registry;
  if (!localGraphsShape.safeParse(locals).success) return registry;
  const base = { ...registry, graphs: sharedGraphs(registry.graphs) };
  const own = new Map<string, readonly string[]>();
  const open = building(base, graph, normalise, (local, within) => {
    own.set(local.id, mentionedIn(normalise(local, within)));
    return asLocal({ ...local, output: Object.keys(base.state) }, { needs: [], gives: [], clears: [] });
  });
  const outside = [...mentionedIn(normalise(graph, open)), ...(graph.input ?? []), ...(graph.output ?? []), ...(graph.keeps ?? [])];
  return building(base, graph, normalise, (local, within, said) => {
    const others = [...own].flatMap(([id, mentioned]) => (id === local.id ? [] : mentioned));
    return placed(local, { normal: normalise(local, within), registry: within, said, named: new Set([...outside, ...others]) });
  });
}

/** The graphs in the head of a declaration, each as a graph. */
export const localGraphsOf = (graph: GraphData): GraphData[] =>
  Object.keys(graph.graphs ?? {}).flatMap((name) => {
    const local = namedIn(registryOf(graph).graphs, name);
    return local && !("graph" in local) ? [local] : [];
  });

type Make = (local: GraphData, registry: Registry, gives: readonly string[] | undefined) => GraphData;

/** Each after those that it calls, which alone its registry has. One that calls itself in the end is left out there: `check` reports it. */
function building(base: Registry, { id, version, graphs: locals = {} }: GraphData, normalise: Normalise, make: Make): Registry {
  const made: Record<string, GraphData> = {};
  const add = (name: string, around: readonly string[]): void => {
    const found = namedIn(locals, name);
    if (!found || Object.hasOwn(made, name)) return;
    const { gives, ...rest } = found;
    const local = { ...rest, id: localGraphId(id, name), version, input: [] };
    const inside = [...around, name];
    const called = calledIn(normalise(local, base)).filter((other) => Object.hasOwn(locals, other) && !inside.includes(other));
    for (const other of called) add(other, inside);
    const own = Object.fromEntries(Object.entries(made).filter(([other]) => called.includes(other)));
    const registry: Registry = { ...base, graphs: { ...base.graphs, ...own } };
    made[name] = rememberRegistry(make(local, registry, gives), registry);
  };
  for (const name of Object.keys(locals)) add(name, []);
  return { ...base, graphs: { ...base.graphs, ...made } };
}

const withBodies = ({ nodes }: NormalGraph): NormalNode[] =>
  Object.values(nodes).flatMap((node) => [node, ...Object.values(bodiesOf(node))]);

export const calledIn = (graph: NormalGraph): string[] =>
  withBodies(graph).flatMap((node) => {
    const inner = kindOf(node).innerGraph?.(node);
    return inner ? [inner.name] : [];
  });

const channelsOf = (node: NormalNode): string[] =>
  kindOf(node)
    .mentions(node)
    .flatMap(({ group, name }) => (group === "state" ? [name] : []));

const mentionedIn = ({ nodes }: NormalGraph): string[] => Object.values(nodes).flatMap(channelsOf);

/** With what it clears: its caller must know. */
const writtenBy = (node: NormalNode): string[] => edgesOf(node).flatMap((edge) => [...mayWrite(edge), ...(edge.clears ?? [])]);

/** Channels that its nodes may write. */
export const writtenIn = (graph: NormalGraph): Set<string> => new Set(withBodies(graph).flatMap(writtenBy));

/** What a node, or a body of it, mentions and does not write, and what it must have. */
export const readIn = (node: NormalNode, registry: Registry): string[] => [
  ...new Set([node, ...Object.values(bodiesOf(node))].flatMap((one) => readBy(one, registry))),
];

function readBy(node: NormalNode, registry: Registry): string[] {
  const written = writtenBy(node);
  const required = kindOf(node).reads(node, registry);
  return [...channelsOf(node).filter((channel) => !written.includes(channel)), ...required.map(({ channel }) => channel)];
}

interface Around {
  readonly normal: NormalGraph;
  readonly registry: Registry;
  /** What the declaration says that it gives. */
  readonly said: readonly string[] | undefined;
  /** Channels that others mention: the caller, and other graphs in its head. */
  readonly named: ReadonlySet<string>;
}

/** What a graph writes for its own nodes alone stays inside. */
function placed(local: GraphData, { normal, registry, said, named }: Around): GraphData {
  const { state } = registry;
  const read = new Set(Object.values(normal.nodes).flatMap((node) => readIn(node, registry)));
  const written = writtenIn(normal);
  const needs = neededBy(normal, registry);
  const isOpen = (channel: string) => !read.has(channel) || named.has(channel) || needs.includes(channel);
  const inOrder = (isIn: (channel: string) => boolean) => Object.keys(state).filter(isIn);
  const gives = said?.filter((channel) => Object.hasOwn(state, channel)) ?? inOrder((channel) => written.has(channel) && isOpen(channel));
  const output = inOrder((channel) => written.has(channel) || gives.includes(channel));
  const mentioned = new Set(mentionedIn(normal));
  // a reducer would count what came in once more
  const input = inOrder((name) => mentioned.has(name) && state[name] !== undefined && behaviourOf(state[name]) !== "reduce");
  const clears = new Set(withBodies(normal).flatMap((node) => edgesOf(node).flatMap((edge) => edge.clears ?? [])));
  return asLocal({ ...local, input, output }, { needs, gives, clears: inOrder((channel) => clears.has(channel)) });
}

/** What would be read before it is written, if nothing came in. */
function neededBy(normal: NormalGraph, registry: Registry): string[] {
  const flow = flowOf(normal, registry);
  const onEntry = writtenOnEntry(flow);
  const needs = Object.entries(normal.nodes).flatMap(([name, node]) =>
    kindOf(node)
      .reads(node, registry)
      .flatMap(({ channel }) => (onEntry.get(name)?.has(channel) === false ? [channel] : [])),
  );
  return [...new Set(needs)];
}

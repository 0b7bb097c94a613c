/** Whether a stored definition can continue with today's registry, and with which part of it. */
import type { GraphData } from "../graph/graph-data.ts";
import { sharedGraphs } from "../graph/local-facts.ts";
import { normalise, registryFor } from "../graph/normalise.ts";
import type { Registry, Subgraph } from "../registry/registry.ts";
import { registryOf, rememberRegistry } from "../registry/registry-of.ts";
import type { Params } from "../terms/data-flow.ts";
import { mentionsOf } from "./fingerprint.ts";
import { invalidParts } from "./invalid-parts.ts";
import type { Misfit } from "./misfit.ts";
import { missingNeeds } from "./missing-needs.ts";
import { registryAsStored } from "./registry-as-stored.ts";
import { childHashes, type StoredChildren, type StoredDefinition } from "./stored-definition.ts";

export interface Fit {
  /** Everything that is missing. */
  readonly misfits: readonly Misfit[];
  /** What to compile the stored graph with, if nothing is missing. */
  readonly registry: Registry | undefined;
}

interface FitOptions {
  readonly children: StoredChildren;
  /** An operator's values for the params that the stored graph has. */
  readonly params?: Params;
}

export function fitDefinition(stored: StoredDefinition, registry: Registry, { children, params = {} }: FitOptions): Fit {
  // the graphs in its head are part of it: those of today's declaration are another's
  const shared = { ...registry, graphs: sharedGraphs(registry.graphs) };
  const inside = fitChildren(stored, shared, children);
  const today = registryFor(shared, stored.canonical);
  const found = [...missingNeeds(stored.fingerprint, shared), ...missingModels(stored.canonical, today), ...inside.misfits];
  if (found.length > 0) return { misfits: found, registry: undefined };
  const known = registryAsStored(shared, stored.fingerprint, { graph: stored.canonical, graphs: inside.graphs });
  const own = registryFor(known, stored.canonical);
  const misfits = invalidParts(stored, own, params);
  return { misfits, registry: misfits.length > 0 ? undefined : own };
}

/** A declared graph inside runs as it was stored, with today's registry of the graph of that name. */
function fitChildren(stored: StoredDefinition, registry: Registry, children: StoredChildren) {
  const misfits: Misfit[] = [];
  const graphs: Record<string, Subgraph> = {};
  for (const [name, hash] of childHashes(stored)) {
    const fit = fitChild(name, registry.graphs?.[name], { hash, children });
    if ("misfits" in fit) misfits.push(...fit.misfits);
    else graphs[name] = fit.graph;
  }
  return { misfits, graphs };
}

type ChildFit = { readonly misfits: readonly Misfit[] } | { readonly graph: Subgraph };

const declared = (graph: GraphData): string => `version ${graph.version}`;

interface StoredChild {
  readonly hash: string;
  readonly children: StoredChildren;
}

function fitChild(name: string, offered: Subgraph | undefined, { hash, children }: StoredChild): ChildFit {
  const stored = children.get(hash);
  if (!stored) return { misfits: [{ part: "graph", name, stored: "a definition that is not in the database", offered: undefined }] };
  if (!offered) return { misfits: [{ part: "graph", name, stored: declared(stored.canonical) }] };
  if ("graph" in offered)
    return { misfits: [{ part: "graph", name, stored: declared(stored.canonical), offered: "a graph built by hand" }] };
  const graph = { ...stored.canonical };
  const fit = fitDefinition({ ...stored, canonical: graph }, registryOf(offered), { children });
  if (!fit.registry) return { misfits: fit.misfits.map((misfit) => ({ ...misfit, name: `${name}/${misfit.name}` })) };
  return { graph: rememberRegistry(graph, fit.registry) };
}

/** Which model answers may change at any time; that there is one of the name may not. */
function missingModels(graph: GraphData, registry: Registry): Misfit[] {
  const mentioned = mentionsOf(normalise(graph, registry), graph, registry).filter(({ group }) => group === "models");
  const missing = new Set(mentioned.map(({ name }) => name).filter((name) => !Object.hasOwn(registry.models ?? {}, name)));
  return [...missing].map((name) => ({ part: "model", name, stored: "named", offered: undefined }));
}

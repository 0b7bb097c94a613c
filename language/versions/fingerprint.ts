/** A declaration's identity: its canonical JSON, and what it needs from the registry. Equal hashes mean the same graph on the same vocabulary. */
import { createHash } from "node:crypto";
import type { z } from "zod";
import type { GraphData } from "../graph/graph-data.ts";
import { localFacts } from "../graph/local-facts.ts";
import type { NormalGraph } from "../graph/normal-graph.ts";
import { normalise, registryFor } from "../graph/normalise.ts";
import { kindOf } from "../kinds/all.ts";
import type { Mention } from "../kinds/kind/kind.ts";
import { channelMentions } from "../kinds/kind/kind.ts";
import { behaviourOf } from "../registry/channels.ts";
import type { LabelForms, Registry, Subgraph } from "../registry/registry.ts";
import { registryOf } from "../registry/registry-of.ts";
import { canonicalJson } from "../schema/canonical-json.ts";
import { type JsonSchema, jsonSchemaOf, valueSchemaOf } from "../schema/json-schema.ts";

/** Group of the registry → name → what the graph relies on there, as data. */
export type Fingerprint = Readonly<Record<string, Readonly<Record<string, Need>>>>;
/** JSON Schemas by part (`value`, `args`, `output`, `with`, forms) and closed sets of labels or codes. */
export type Need = Readonly<Record<string, JsonSchema | readonly string[] | string | null>>;

export interface Definition {
  /** SHA-256 of declaration and fingerprint, hexadecimal. */
  readonly hash: string;
  /** The declaration as JSON with sorted keys. */
  readonly canonical: string;
  readonly fingerprint: Fingerprint;
}

/**
 * The stored form of a declaration: its canonical JSON, its fingerprint, and one hash of both. Equal hashes mean the same graph on the same registry.
 * @example
 * const { hash } = definitionOf(registryOf(supportDesk), supportDesk);
 * console.log(hash);
 */
export function definitionOf(registry: Registry, graph: GraphData): Definition {
  const canonical = canonicalJson(graph);
  const fingerprint = fingerprintOf(registry, graph);
  const hash = createHash("sha256").update(canonical).update("\n").update(canonicalJson(fingerprint)).digest("hex");
  return { hash, canonical, fingerprint };
}

/**
 * What a graph needs from the registry: schemas, labels, codes, decisions and forms, of the names that it uses only.
 * @example
 * console.log(Object.keys(fingerprintOf(registryOf(supportDesk), supportDesk)));
 */
export function fingerprintOf(given: Registry, graph: GraphData): Fingerprint {
  const registry = registryFor(given, graph);
  const needs: Record<string, Record<string, Need>> = {};
  for (const { group, name } of mentionsOf(normalise(graph, registry), graph, registry)) {
    const need = needOf(registry, { group, name });
    if (need) needs[group] = { ...needs[group], [name]: need };
  }
  return needs;
}

export function mentionsOf(normal: NormalGraph, graph: GraphData, registry: Registry): Mention[] {
  const lists = channelMentions([...normal.input, ...(graph.output ?? []), ...normal.keeps]);
  const nodes = Object.values(normal.nodes).flatMap((node) => kindOf(node).mentions(node));
  const called = nodes.flatMap(({ group, name }) => (group === "agents" ? toolsOf(registry, name) : []));
  const locals = nodes.flatMap(({ group, name }) => (group === "graphs" ? localMentions(registry, name) : []));
  const own = nodes.filter(({ group, name }) => group !== "graphs" || !localFacts(registry.graphs?.[name]));
  return [...lists, ...own, ...called, ...locals];
}

/** A graph in the head is part of the declaration: what it needs, the declaration needs. */
function localMentions(registry: Registry, name: string): Mention[] {
  const graph = registry.graphs?.[name];
  if (!graph || "graph" in graph || !localFacts(graph)) return [];
  const within = registryOf(graph);
  return mentionsOf(normalise(graph, within), graph, within);
}

function toolsOf(registry: Registry, name: string): Mention[] {
  const agent = registry.agents?.[name];
  return agent && "tools" in agent ? (agent.tools ?? []).map((tool) => ({ group: "tools", name: tool })) : [];
}

/** Code of any group: each of these parts is there or not. */
export interface AnyCode {
  readonly args?: z.ZodType;
  readonly with?: z.ZodType;
  readonly output?: z.ZodType;
  readonly labels?: readonly string[] | LabelForms;
  readonly errors?: Readonly<Record<string, string>>;
  readonly decisions?: Readonly<Record<string, z.ZodType | null>>;
}

/** Undefined if the registry has no such name. */
export function needOf(registry: Registry, { group, name }: Mention): Need | undefined {
  // which model answers may change at any time
  if (group === "models") return undefined;
  if (group === "roles") return registry.roles?.includes(name) ? {} : undefined;
  const entries = registry[group] ?? {};
  if (!Object.hasOwn(entries, name)) return undefined;
  if (group === "state") {
    const channel = registry.state[name];
    return channel && { behaviour: behaviourOf(channel), value: valueSchemaOf(channel) };
  }
  if (group === "graphs") return graphNeed(entries[name] as Subgraph);
  return codeNeed(entries[name] as AnyCode);
}

/** A declared subgraph runs as it was: all of it counts. */
function graphNeed(graph: Subgraph): Need {
  return "graph" in graph ? codeNeed(graph) : { definition: definitionOf(registryOf(graph), graph).hash };
}

function codeNeed(code: AnyCode): Need {
  const { args, with: constants, output, labels, errors, decisions } = code;
  const forms = Object.entries(formsOf(code)).map(([label, form]) => [`form:${label}`, form && jsonSchemaOf(form)]);
  return {
    ...(args && { args: jsonSchemaOf(args) }),
    ...(constants && { with: jsonSchemaOf(constants) }),
    ...(output && { output: jsonSchemaOf(output) }),
    ...(labels && { labels: isListed(labels) ? [...labels].sort() : Object.keys(labels).sort() }),
    ...(errors && { errors: Object.keys(errors).sort() }),
    ...(decisions && { decisions: Object.keys(decisions).sort() }),
    ...Object.fromEntries(forms),
  };
}

const isListed = (labels: readonly string[] | LabelForms): labels is readonly string[] => Array.isArray(labels);

/** Decision or label → its form: those of a question, and those of an agent. */
export function formsOf({ labels, decisions }: Pick<AnyCode, "labels" | "decisions">): LabelForms {
  return decisions ?? (labels && !isListed(labels) ? labels : {});
}

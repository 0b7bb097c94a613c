/** What the test kit must know of a kind of node: how its answers and failures are forced, and how often its code is tried. */
import type { NormalGraph, NormalNode, NormalPlain } from "../../language/graph/normal-graph.ts";
import type { PlainData } from "../../language/kinds/body/plain.ts";
import type { Registry } from "../../language/registry/registry.ts";
import type { Forced, Site } from "../forcing/forced.ts";
import type { Wanted } from "../forcing/wanted.ts";

/** The way of one branch or item to its join. */
export type BodyWay = readonly [body: string, label: string];

/** A graph inside a node. */
export interface Inside extends Omit<Site, "name"> {
  readonly graph: NormalGraph;
}

/** Forces nodes of any kind: for kinds that have others inside. */
export interface Forcing {
  /** `wants`: what the channels that the node writes must hold. */
  answer(site: Site, node: NormalNode, to: { readonly label: string; readonly wants?: readonly Wanted[] }): Forced;
  /** The body fails with something that it does not route itself. */
  failure(site: Site, body: NormalPlain): Forced;
  /** The body's first label that leads to its join. */
  joining(body: NormalPlain): string;
  /** The body is still at work when a sibling leaves. */
  held(site: Site, body: NormalPlain): Forced;
  /** From the graph's start to an ending. */
  toEnding(inside: Inside, ending: string, wants: readonly Wanted[]): Forced;
  /** From the graph's start to a failure that leaves the graph. */
  toFailure(inside: Inside): Forced;
}

interface ToForce<Normal> {
  readonly site: Site;
  readonly node: Normal;
  readonly forcing: Forcing;
}
export interface ToAnswer<Normal> extends ToForce<Normal> {
  readonly label: string;
  readonly way?: BodyWay | undefined;
  /** What the channels that the node writes must hold. */
  readonly wants: readonly Wanted[];
}
export interface ToFail<Normal> extends ToForce<Normal> {
  readonly code: string;
}

/** How often a node's code is called before its failure counts, by the code that it fails with. */
export interface Tries {
  readonly code: string;
  readonly calls: number;
}

/** The registry's agent behind a node as data. */
export interface AgentUse<Data> {
  readonly name: string;
  readonly model?: unknown;
  readonly fallback: readonly string[];
  /** Names of the constants that the node gives. */
  readonly constants: readonly string[];
  /** The node with another agent; without `fallback` it has none. */
  renamed(agent: string, fallback: readonly string[]): Data;
}

export type MapBody = (body: PlainData, name: string) => PlainData;

export interface KindKit<Data, Normal> {
  /** `runNode` can run it alone: it needs neither a person nor another graph. */
  readonly runsAlone: boolean;
  /** Its code can spend the budget's tokens. */
  readonly spendsTokens: boolean;
  /** Makes it answer one of its own labels. Errors that the node routes and spent bounds are the same for all kinds. */
  answer(to: ToAnswer<Normal>): Forced;
  /** Makes it fail with a code. Throws `CannotForce` where nothing in it can. */
  fail(to: ToFail<Normal>): Forced;
  /** Its own script decides what it answers, so that a script can keep it at work. */
  isScripted(node: Normal, registry: Registry): boolean;
  /** For each kind of recovery that the node declares; none where nothing is retried or limited. */
  tries(node: Normal, registry: Registry): Tries[];
  /** The codes of its own that its code can fail with. */
  codes?(node: Normal, registry: Registry): readonly string[];
  /** The code of a failure that no edge of its own takes, so that the default does; by default `timeout`, or `unexpected` where that has one. */
  unnamedFailure?(node: Normal): string | undefined;
  /** The name of the script of one of its bodies; `<node>.<body>` by default. */
  bodyScript?(name: string): string;
  /** The agent that it names in the registry. */
  agent?(node: Data): AgentUse<Data>;
  /** The tools whose calls a person must approve. */
  approvedTools?(node: Normal): readonly string[];
  /** The tools that its code may call without asking. */
  freeTools?(node: Normal, registry: Registry): readonly string[];
  /** The node as data with other bodies; `map` gets the name of each body's script. */
  mapBodies?(node: Data, name: string, map: MapBody): Data;
}

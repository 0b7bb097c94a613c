/** The interface of a kind of node. The rest of the language calls it and never branches on a kind. */
import { z } from "zod";
import type { Issue, IssuePath } from "../../issues/issue.ts";
import type { RegistryEntries } from "../../registry/entries.ts";
import type { RuleContext } from "../../rules/rule-context.ts";
import type { Params } from "../../terms/data-flow.ts";
import type { Edge } from "../../terms/edge.ts";
import type { NormalApprovers } from "../interrupt/interrupt-node.ts";
import type { NormalContext } from "./common.ts";

/** A name in a group of the registry. */
export interface Mention {
  readonly group: keyof RegistryEntries;
  readonly name: string;
}

export function channelMentions(channels: readonly string[]): Mention[] {
  return channels.map((name) => ({ group: "state", name }));
}

/** A channel that must hold a value when the node is entered. */
export interface Read {
  readonly channel: string;
  /** What reads it, e.g. `argument "order"`. */
  readonly reader: string;
  /** Inside the node. */
  readonly path: IssuePath;
}

/** A graph of the registry, with the values that its params have in one call. */
export interface InnerGraph {
  readonly name: string;
  readonly params?: Params;
}

export interface Kind<Data, Normal, Body = never> {
  /** The node as data, before names are checked. */
  readonly shape: z.ZodObject & z.ZodType<Data>;
  /** Whether `defaults.onError` and the budget apply: not to a person. */
  readonly inheritsEdges: boolean;
  /** A person decides in it: it bounds cycles and counts as a way out. */
  readonly waitsForPerson: boolean;
  /** A model's output inside it is streamed to the thread's readers as the node's own messages. */
  readonly streamsMessages: boolean;
  /** The node with everything implied written out; `{param}` is replaced before. Accepts wrong names: `check` reports them. */
  normalise(node: Data, context: NormalContext): Normal;
  /** The ways out that belong to the kind; errors, `exhausted` and `budget` are common to all. */
  edges(node: Normal): Edge[];
  /** What the node names in the registry: a thread's definition fits as long as these stay. */
  mentions(node: Normal): Mention[];
  reads(node: Normal, registry: RegistryEntries): Read[];
  /** Whether it may ask a person while it runs; `inGraph` answers this for a graph of the registry. */
  canAsk(node: Normal, inGraph: (graph: string) => boolean): boolean;
  /** Who may decide where it asks a person; undefined: it asks nobody, or anyone may. */
  approvers?(node: Normal): NormalApprovers | undefined;
  /** The graph of the registry that runs inside it. */
  innerGraph?(node: Normal): InnerGraph;
  /** The ordinary nodes that it holds, by name. */
  bodies?(node: Normal): Readonly<Record<string, Body>>;
  /** Targets at which a body of it is done; any other leaves it early. */
  readonly joins?: readonly string[];
  /** Rules of the kind. */
  check(node: Data, context: RuleContext): Issue[];
}

/** A kind that may be the body of another. */
export interface PlainKindOf<Data, Normal> extends Kind<Data, Normal> {
  /** Without fields that a body may not have: it is entered once, so it has no `visits`. */
  readonly bodyShape: z.ZodObject & z.ZodType<Data>;
}

export type DataOf<K> = K extends { check(...args: infer Args): unknown } ? Args[0] : never;
export type NormalOf<K> = K extends { edges(node: infer Normal): Edge[] } ? Normal : never;

/** The shape of a node of any of the given kinds. */
export function oneOfKinds<Shape extends z.ZodObject>([first, ...rest]: readonly Shape[]) {
  if (!first) throw new TypeError("there is at least one kind");
  return z.discriminatedUnion("kind", [first, ...rest]);
}

/** A node that lacks a property is compared with the one node that it can be: tsc then names the property first, where it would print every node there is. */
import type { NodeDefinition, NodeKind } from "../../kinds/all.ts";
import type { SourceOf } from "../../kinds/router/switch-types.ts";
import type { Vocabulary } from "../../registry/vocabulary.ts";

/** Properties that name the code of a node. */
type CodeKey = "agent" | "router" | "on" | "tool" | "task" | "question" | "graph" | "over";
interface Names<V extends Vocabulary> {
  agent: keyof V["agents"];
  router: keyof V["routers"] | SourceOf<V["values"]>;
  tool: keyof V["tools"];
  task: keyof V["tasks"];
  interrupt: keyof V["questions"];
  subgraph: keyof V["graphs"];
  each: keyof V["values"];
}
type OfKind<Node, Kind> = Node extends { kind: Kind } ? Node : never;
type OfCode<Node, Code> = "" extends Code
  ? Node
  : Node extends unknown
    ? [Code] extends [Node[keyof Node & CodeKey]]
      ? Node
      : never
    : never;
/** Kind → code, or "" where none is said → the nodes that it can be, without a name that tsc would print with all its arguments. */
type Nodes<V extends Vocabulary, Node> = {
  [Kind in NodeKind]: {
    [Code in At<Names<V>, Kind> | ""]: OfCode<OfKind<Node, Kind>, Code> extends infer U ? { [P in keyof U]: U[P] } : never;
  };
};
/** A look-up in a table, because it waits for what tsc is still inferring. */
type At<Table, K> = K extends keyof Table ? Table[K] : never;
type Find<Table, Said> = At<At<Table, "kind" extends keyof Said ? Said["kind" & keyof Said] : never>, CodeOf<Said>>;
type CodeOf<Said> = [keyof Said & CodeKey] extends [never] ? "" : Said[keyof Said & CodeKey];

/** Keys that none of the nodes goes without. */
type RequiredKeys<Node, K extends keyof Node = keyof Node> = K extends unknown
  ? Record<never, never> extends Pick<Node, K>
    ? never
    : K
  : never;
/** What a node needs does not depend on its graph, so this is worked out once. */
type Needs<Table> = { [Kind in keyof Table]: { [Code in keyof Table[Kind]]: RequiredKeys<Table[Kind][Code]> } };
type NeedsIn<V extends Vocabulary> = Needs<Nodes<V, NodeDefinition<V, never, "end", unknown>>>;
type Absent<V extends Vocabulary, Said> = Said extends unknown ? Exclude<Find<NeedsIn<V>, Said>, keyof Said> : never;

/** The nodes of a graph. An interface, so that tsc takes it whole from node to node. */
export interface NodesOf<V extends Vocabulary, N extends string, T extends string, Ps> {
  any: NodeDefinition<V, N, T, Ps>;
  one: Nodes<V, NodeDefinition<V, N, T, Ps>>;
}
/** Any node; of a node that lacks something, the one that it can be. `Said` is what is written there: the first branch lets tsc infer it. */
export type CompleteNode<V extends Vocabulary, Said, Of extends { any: unknown; one: unknown }> = [Said] extends [never]
  ? Said
  : [Absent<V, Said>] extends [never]
    ? Of["any"]
    : Hidden<Find<Of["one"], Said>>;
/** Keeps tsc from comparing every literal with the whole table while it infers. */
type Hidden<F> = [F] extends [infer G extends object] ? G : never;

/** A graph as a typed literal: the compiler's half of the rules. Only the keys of `nodes` and `params` teach names. */
import type { Params, Tunable } from "./data-flow.ts";
import type { Duration } from "./duration.ts";
import type { AgentNode } from "./kinds/agent.ts";
import type { InterruptNode } from "./kinds/interrupt.ts";
import type { Retry } from "./kinds/policy.ts";
import type { RouterNode } from "./kinds/router.ts";
import type { TaskNode } from "./kinds/task.ts";
import type { ToolNode } from "./kinds/tool.ts";
import type { ReservedLabel } from "./reserved.ts";
import type { Vocabulary } from "./vocabulary.ts";

export type NodeDefinition<V extends Vocabulary, N extends string, T extends string, Ps> =
  | AgentNode<V, N, T, Ps>
  | RouterNode<V, T, Ps>
  | TaskNode<V, T, Ps>
  | ToolNode<V, T, Ps>
  | InterruptNode<V, N, T, Ps>;

/** A bound on names that the compiler can see; `validate` checks every character. */
type BadName = `${string}${" " | "." | ":" | "/"}${string}` | `${number}${string}`;
/** A sentence that the compiler prints in place of a node whose name cannot be. */
type NameProblem<K, V extends Vocabulary> = K extends keyof V["values"]
  ? `the channel "${K & string}" has this name: rename the node`
  : K extends ReservedLabel
    ? `"${K}" is a word of the language: rename the node`
    : K extends BadName
      ? `"${K}" is no name: use a letter, then letters, digits, _ or -`
      : never;
type Named<K, V extends Vocabulary, Node> = [NameProblem<K, V>] extends [never] ? Node : NameProblem<K, V>;

/** `end` closes the matter; `wait` stops the run and the next message enters this node again. */
export type Target<N extends string> = N | "end" | "wait";

export interface GraphDefinition<V extends Vocabulary, N extends string, Ps extends Params> {
  id: string;
  version: number;
  description?: string;
  start: NoInfer<N>;
  params?: Ps;
  /** Channels that a request may set. */
  input?: readonly (keyof V["values"] & string)[];
  /** Channels that the answer shows; all unless said. */
  output?: readonly (keyof V["values"] & string)[];
  /** Channels that outlive `end`. All others are cleared when the next run starts. */
  keeps?: readonly (keyof V["values"] & string)[];
  defaults?: { timeout?: Tunable<Duration, NoInfer<Ps>>; retry?: Retry; onError?: Target<NoInfer<N>> };
  budget?: { steps?: number; tokens?: number; next: Target<NoInfer<N>> };
  nodes: { [K in N]: Named<K, V, NodeDefinition<V, NoInfer<N>, Target<NoInfer<N>>, NoInfer<Ps>>> };
}

/** A node of a typed literal under its name, and the targets that it may have. */
import type { Vocabulary } from "../../registry/vocabulary.ts";
import type { StopTarget } from "../../terms/labels.ts";
import type { ReservedLabel } from "../../terms/reserved.ts";
import type { CompleteNode } from "./complete-node.ts";

/** A bound on names that the compiler can see; `validate` checks every character. */
type BadName = `${string}${" " | "." | ":" | "/"}${string}` | `${number}${string}`;
/** A sentence that the compiler prints in place of a node whose name cannot be. */
type NameProblem<K, V extends Vocabulary> = K extends keyof V["values"]
  ? `the channel "${K & string}" has this name: rename the node`
  : K extends ReservedLabel
    ? `"${K}" is a reserved word: rename the node`
    : K extends BadName
      ? `"${K}" is not a valid name: use a letter, then letters, digits, _ or -`
      : never;
export type CheckedNode<K, V extends Vocabulary, Said, Of extends { any: unknown; one: unknown }> = [NameProblem<K, V>] extends [never]
  ? CompleteNode<V, Said, Of>
  : NameProblem<K, V>;

/** `end` closes the matter, under a label when the graph declares labels; `wait` stops the run and the next message enters this node again, or the one that `wait:<node>` names. */
export type Target<N extends string, E extends string> = N | StopTarget<E> | `wait:${N}`;

/** The names and types that a registry offers, computed once by `setup`. Nodes are typed against this, never against the registry. */
import type { z } from "zod";
import type { UpdateOf, ValueOf } from "./channels.ts";
import type { LabelForms, Question, RegistryEntries } from "./entries.ts";

/** What a piece of code takes, gives and can answer. */
export interface Signature {
  args: unknown;
  with: unknown;
  output: unknown;
  /** Of an agent with labels: label → its form's value, or null; else `never`. */
  forms: unknown;
  /** Labels of routers and tasks, error codes of tools, names of the tools of an agent. */
  labels: string;
  /** Of a tool whose outcome may be unknown after a crash; else `never`. */
  unknown: true;
}

/** What may be given to a schema; a schema that takes anything, such as one with an annotated type, is taken at its output. */
type GivenTo<S extends z.ZodType> = unknown extends z.input<S> ? z.output<S> : z.input<S>;
/** What one of the schemas of a piece of code may be given: arguments and constants. */
type InputOfSchema<C, K extends "args" | "with"> = C extends { readonly [P in K]?: infer S }
  ? NonNullable<S> extends infer Schema extends z.ZodType
    ? GivenTo<Schema>
    : never
  : never;
/** The value of one of the schemas of a piece of code; `never` when it has none. */
export type ValueOfSchema<C, K extends "args" | "with" | "output"> = C extends { readonly [P in K]?: infer S }
  ? NonNullable<S> extends z.ZodType
    ? z.output<NonNullable<S>>
    : never
  : never;
type LabelsOf<C> = C extends { readonly labels: readonly (infer L extends string)[] }
  ? L
  : C extends { readonly errors: infer E }
    ? keyof E & string
    : C extends { readonly tools?: readonly (infer T extends string)[] }
      ? T
      : never;
type UnknownOf<C> = C extends { readonly "~unknown"?: infer U } ? NonNullable<U> & true : never;
type Signatures<Codes> = {
  [K in keyof Codes & string]: {
    args: InputOfSchema<Codes[K], "args">;
    with: InputOfSchema<Codes[K], "with">;
    output: ValueOfSchema<Codes[K], "output">;
    forms: AgentForms<Codes[K]>;
    labels: LabelsOf<Codes[K]>;
    unknown: UnknownOf<Codes[K]>;
  };
};
/** Decision or label → its form's value, or null. */
type FormValues<F> = { [D in keyof F & string]: F[D] extends z.ZodType ? z.output<F[D]> : null };
type FormsOf<Q> = Q extends Question<infer F> ? FormValues<F> : never;
/** The labels of routers and tasks are lists: only their signatures never ask for forms. */
type AgentForms<C> = C extends { readonly labels: infer F extends LabelForms } ? FormValues<F> : never;

/** An optional group of the registry, or nothing. */
type Group<R, K extends string> = R extends { readonly [P in K]: infer G } ? G : Record<never, never>;

/** What a declared graph is to one that calls it. Kept in a type only: the value stays plain data. */
export interface GraphTypes {
  /** Its channels. */
  values: object;
  /** The channels that its caller must give. */
  input: string;
  /** The labels with which it ends; `never` when it just ends. */
  ends: string;
  /** What a caller may set under `with`. */
  params: object;
}
/** What a subgraph takes, what its caller may read from it, and how it ends. */
export interface Child {
  args: unknown;
  values: unknown;
  ends: string;
  params: object;
}
type ChildOf<C> = C extends { readonly "~types"?: infer T }
  ? NonNullable<T> extends infer G extends GraphTypes
    ? { args: Pick<G["values"], G["input"] & keyof G["values"]>; values: G["values"]; ends: G["ends"]; params: G["params"] }
    : never
  : { args: InputOfSchema<C, "args">; values: ValueOfSchema<C, "output">; ends: never; params: Record<never, never> };

export type VocabularyOf<R extends RegistryEntries> = {
  values: { -readonly [K in keyof R["state"] & string]: ValueOf<R["state"][K]> };
  updates: { -readonly [K in keyof R["state"] & string]: UpdateOf<R["state"][K]> };
  role: R extends { readonly roles: readonly (infer Role extends string)[] } ? Role : never;
  model: keyof Group<R, "models"> & string;
  agents: Signatures<Group<R, "agents">>;
  routers: Signatures<Group<R, "routers">>;
  tools: Signatures<Group<R, "tools">>;
  tasks: Signatures<Group<R, "tasks">>;
  questions: { [K in keyof Group<R, "questions"> & string]: FormsOf<Group<R, "questions">[K]> };
  graphs: { [K in keyof Group<R, "graphs"> & string]: ChildOf<Group<R, "graphs">[K]> };
};

/** Any vocabulary: the bound of the type parameters in `kinds/`. */
export interface Vocabulary {
  values: object;
  updates: object;
  role: string;
  model: string;
  agents: object;
  routers: object;
  tools: object;
  tasks: object;
  questions: object;
  graphs: object;
}
/** One signature of a group. */
export type In<Group, K extends keyof Group> = Group[K] extends infer S extends Signature ? S : never;

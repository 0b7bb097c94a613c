/** The names and types that a registry offers, computed once by `setup`. Nodes are typed against this, never against the registry. */
import type { z } from "zod";
import type { UpdateOf, ValueOf } from "./channels.ts";
import type { Agent, Question, Registry, Router, Task, Tool } from "./registry.ts";

/** What a piece of code takes, gives and can answer. */
export interface Signature {
  args: unknown;
  with: unknown;
  output: unknown;
  /** Labels of routers and tasks, error codes of tools, names of the tools of an agent. */
  labels: string;
}

type AgentSignatures<Codes> = {
  [K in keyof Codes & string]: Codes[K] extends Agent<infer A, infer W, infer Out>
    ? { args: A; with: W; output: Out; labels: string }
    : never;
};
type RouterSignatures<Codes> = {
  [K in keyof Codes & string]: Codes[K] extends Router<infer A, infer L> ? { args: A; with: never; output: never; labels: L } : never;
};
type ToolSignatures<Codes> = {
  [K in keyof Codes & string]: Codes[K] extends Tool<infer A, infer W, infer Out, infer C>
    ? { args: A; with: W; output: Out; labels: C }
    : never;
};
type TaskSignatures<Codes> = {
  [K in keyof Codes & string]: Codes[K] extends Task<infer A, infer W, infer L, infer Out>
    ? { args: A; with: W; output: Out; labels: L }
    : never;
};
/** Decision → its form's value, or null. */
type FormsOf<Q> = Q extends Question<infer F> ? { [D in keyof F & string]: F[D] extends z.ZodType ? z.output<F[D]> : null } : never;

/** An optional group of the registry, or nothing. */
type Group<R, K extends string> = R extends { readonly [P in K]: infer G } ? G : Record<never, never>;

export type VocabularyOf<R extends Registry> = {
  values: { -readonly [K in keyof R["state"] & string]: ValueOf<R["state"][K]> };
  updates: { -readonly [K in keyof R["state"] & string]: UpdateOf<R["state"][K]> };
  role: R extends { readonly roles: readonly (infer Role extends string)[] } ? Role : never;
  model: keyof Group<R, "models"> & string;
  agents: AgentSignatures<Group<R, "agents">>;
  routers: RouterSignatures<Group<R, "routers">>;
  tools: ToolSignatures<Group<R, "tools">>;
  tasks: TaskSignatures<Group<R, "tasks">>;
  questions: { [K in keyof Group<R, "questions"> & string]: FormsOf<Group<R, "questions">[K]> };
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
}
/** One signature of a group. */
export type In<Group, K extends keyof Group> = Group[K] extends infer S extends Signature ? S : never;

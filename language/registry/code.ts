/**
 * Factories for the code that a registry names. They run nothing: they only teach the compiler the labels, codes and types.
 * `NoInfer` in a result keeps the registry's `any` from being taken for what the definition leaves out.
 */
import type { z } from "zod";
import type { ErrorClass } from "../issues/error-class.ts";
import type { Unreserved } from "../terms/reserved.ts";
import type { Context } from "./context.ts";
import type { Choice, Model, Question, RawGraph, Router, Task, Tool, ToolEffect } from "./entries.ts";
import type { InboxMap } from "./inbox.ts";

/** No constants: the type of `with` for code that declares none. */
export type Nothing = Record<never, never>;

/**
 * A classifier with a closed set of labels; it resolves to its choices in any order, each with a confidence from 0 to 1.
 * @example
 * const intent = router({ labels: ["billing", "other"], args: z.object({ text: z.string() }),
 *   run: async ({ text }) => [{ label: text.includes("invoice") ? "billing" : "other", confidence: 0.9 }] });
 */
export const router = <A, const L extends string, AI = unknown>(definition: {
  readonly labels: readonly (L & Unreserved<L>)[];
  readonly args: z.ZodType<A, AI>;
  readonly run: (args: A, context: Context) => Promise<readonly Choice<NoInfer<L>>[]>;
}): Router<NoInfer<A>, NoInfer<L>, NoInfer<AI>> => definition as Router<A, L, AI>;

/** What a task resolves to: a label and, when it declares an `output`, a value of it. */
export type TaskAnswer<L, Out> = [Out] extends [never] ? { label: L } : { label: L; output: Out };

/**
 * A step in code with closed labels: a condition, a calculation, a check.
 * @example
 * const overLimit = task({ labels: ["yes", "no"], args: z.object({ cents: z.number() }), with: z.object({ maxCents: z.number() }),
 *   run: async ({ cents }, context) => ({ label: cents > context.with.maxCents ? "yes" : "no" }) });
 */
export const task = <A, const L extends string, W = Nothing, Out = never, AI = unknown, WI = unknown>(definition: {
  readonly labels: readonly (L & Unreserved<L>)[];
  readonly args: z.ZodType<A, AI>;
  readonly with?: z.ZodType<W, WI>;
  readonly output?: z.ZodType<Out>;
  readonly run: (args: A, context: Context<W>) => Promise<TaskAnswer<NoInfer<L>, NoInfer<Out>>>;
}): Task<NoInfer<A>, NoInfer<W>, NoInfer<L>, NoInfer<Out>, NoInfer<AI>, NoInfer<WI>> => definition as Task<A, W, L, Out, AI, WI>;

/** With a key it acts; a transaction is only there with one. */
type Acting<A, E, O> = {
  readonly effect?: E & ([O] extends [never] ? Exclude<ToolEffect, "transaction"> : Exclude<ToolEffect, "none">);
  readonly once?: O & readonly (keyof NoInfer<A> & string)[];
};
/** Exists as a type only: whether its effect may be unknown after a crash. */
export type ToolOutcome<E, O> = {
  readonly "~unknown"?: [O] extends [never] ? never : E extends "transaction" | "idempotent" ? never : true;
};

/**
 * An action in the world with a closed set of error codes. `once` names the arguments that make an effect's key: under it the tool acts at most
 * once through retries, crashes and hand-overs. A crash in the middle of an effect `outside` leaves an unknown outcome: the node's `onUnknown`.
 * @example
 * const pay = tool({ errors: { DECLINED: "final" }, args: z.object({ cents: z.number() }), output: z.string(), once: ["cents"],
 *   run: async ({ cents }) => `paid ${cents}` });
 */
export const tool = <
  A,
  Out,
  const C extends string,
  W = Nothing,
  const E extends ToolEffect = "outside",
  const O extends readonly string[] = never,
  AI = unknown,
  WI = unknown,
>(
  definition: {
    readonly description?: string;
    readonly errors: { readonly [K in C]: K extends Unreserved<K> ? ErrorClass : never };
    readonly args: z.ZodType<A, AI>;
    readonly with?: z.ZodType<W, WI>;
    readonly output: z.ZodType<Out>;
    readonly run: (args: A, context: Context<W>) => Promise<NoInfer<Out>>;
  } & Acting<A, E, O>,
): Tool<NoInfer<A>, NoInfer<W>, NoInfer<Out>, NoInfer<C>, NoInfer<AI>, NoInfer<WI>> & ToolOutcome<E, O> =>
  definition as Tool<A, W, Out, C, AI, WI>;

/**
 * A chat model with what it needs. `maxInFlight` applies across all processes on one database, by the name that the provider gives the model.
 * @example
 * const fast = model({ needs: ["OPENAI_API_KEY"], maxInFlight: 8, make: () => ({ invoke: async () => "a BaseChatModel of LangChain" }) });
 */
export const model = (definition: Model): Model => definition;

/**
 * What a person is asked: each decision with its form, or null. `inbox` says which decision an inbox's accept, edit, reject or respond gives,
 * where no decision has that name.
 * @example
 * const approve = question({ prompt: "Pay this refund?", decisions: { yes: null, no: z.object({ reason: z.string() }) }, inbox: { accept: "yes", reject: "no" } });
 */
export const question = <const F extends Record<string, z.ZodType | null>>(definition: {
  readonly prompt: string;
  readonly decisions: F & { readonly [D in keyof F]: D extends Unreserved<D> ? F[D] : never };
  readonly inbox?: InboxMap<NoInfer<F>>;
}): Question<F> => definition as Question<F>;

/**
 * A LangGraph graph built by hand, as a subgraph. Compile it without a checkpointer: it runs under its caller's thread.
 * @example
 * const legacy = rawGraph({ graph: {}, args: z.object({ text: z.string() }), output: z.object({ answer: z.string() }) });
 */
export const rawGraph = <A, Out, AI = unknown>(definition: RawGraph<A, Out, AI>): RawGraph<NoInfer<A>, NoInfer<Out>, NoInfer<AI>> =>
  definition;

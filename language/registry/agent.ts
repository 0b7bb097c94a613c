/** The factory of agents: it runs nothing, and only teaches the compiler the types of what is given. */
import type { z } from "zod";
import type { Unreserved } from "../terms/reserved.ts";
import type { Nothing } from "./code.ts";
import type { Context } from "./context.ts";
import type { LabelForms } from "./entries.ts";

/** `AI` and `WI`: what its arguments and constants may be given as. */
export interface AgentShape<A, W, AI = unknown, WI = unknown> {
  readonly args: z.ZodType<A, AI>;
  readonly with?: z.ZodType<W, WI>;
}
export interface AgentOutput<Out> {
  readonly output: z.ZodType<Out>;
  readonly labels?: never;
}
export interface AgentLabels<F> {
  readonly labels: F;
  readonly output?: never;
}
/** What the code of an agent with labels resolves to. */
export type LabelledAnswer<F> = {
  [L in keyof F & string]: F[L] extends z.ZodType ? { label: L; output: z.output<F[L]> } : { label: L; output?: undefined };
}[keyof F & string];
export type AgentCode<A, W, Out> = { readonly run: (args: A, context: Context<W>) => Promise<NoInfer<Out>> };
/** Its names stay literals, so that `setup` can look them up. */
export type AgentPrompt<Model, Prompt, ToolName> = {
  readonly model: Model;
  readonly prompt: Prompt;
  readonly tools?: readonly ToolName[];
  readonly maxTurns?: number;
};
type Never<K extends string> = { readonly [P in K]?: never };

type Texts<F> = { [L in keyof F]: F[L] extends z.ZodString ? L : never }[keyof F];
/** A label is no reserved word and no tool of the agent, and only one is said in words. */
type SoundLabels<F, T> = {
  readonly [L in keyof F]: L extends Exclude<Unreserved<L>, T | `handoff_to_${string}`>
    ? F[L] extends z.ZodString
      ? [Exclude<Texts<F>, L>] extends [never]
        ? F[L]
        : "only one label can be said in words: give the others an object"
      : F[L]
    : never;
};
/** `keyof F` keeps a label of the code's answer from being widened to a string. */
type CodeAnswer<F> = LabelledAnswer<F> & { label: keyof F & string };
type CodeOnly = Never<"model" | "prompt" | "tools" | "maxTurns">;

/**
 * A language model with a prompt and tools, or code under `run`. It has one `output`; or `labels`, each with a form or null: a model answers a
 * text form in words, and each of the others by a tool of that name, which the form's description describes.
 * @example
 * const helper = agent({ args: z.object({ question: z.string() }), output: z.string(), model: "fast", prompt: "Answer: {question}" });
 * const desk = agent({ args: z.object({ question: z.string() }), model: "fast", prompt: "Answer, or open a ticket: {question}",
 *   labels: { said: z.string(), ticket: z.object({ issue: z.string() }).describe("The question needs a person."), solved: null } });
 */
export const agent = <
  A,
  Out = never,
  W = Nothing,
  const M extends string = never,
  const P extends string = never,
  const T extends string = never,
  AI = unknown,
  WI = unknown,
  const F extends LabelForms = never,
>(
  definition: AgentShape<A, W, AI, WI> &
    (
      | (AgentOutput<Out> & ((AgentCode<A, W, Out> & CodeOnly) | (AgentPrompt<M, P, T> & Never<"run">)))
      | (AgentLabels<F & SoundLabels<F, T>> & ((AgentCode<A, W, CodeAnswer<F>> & CodeOnly) | (AgentPrompt<M, P, T> & Never<"run">)))
    ),
) =>
  definition as unknown as AgentShape<NoInfer<A>, NoInfer<W>, NoInfer<AI>, NoInfer<WI>> &
    NoInfer<[F] extends [never] ? AgentOutput<Out> : AgentLabels<F>> &
    NoInfer<[M] extends [never] ? AgentCode<A, W, [F] extends [never] ? Out : LabelledAnswer<F>> : AgentPrompt<M, P, T>>;

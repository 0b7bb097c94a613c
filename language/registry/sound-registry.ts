/** What a registry must satisfy, as a type: an agent's model and tools exist, its prompt names what it is given. */
import type { ValueOfSchema } from "./vocabulary.ts";

/** Names that a prompt mentions. `{{` is a brace, and anything that is not a name (`{ "json": 1 }`) is text. */
type PromptNames<P> = P extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${string}${"{" | " " | '"' | ":" | "," | "\n"}${string}` | "" ? never : Name) | PromptNames<Rest>
  : never;

/** `Names` that are not among `Known`. A name that is not a literal type is left to `validate`. */
type Unknown<Names, Known> = string extends Names ? never : Exclude<Names, Known> & string;

/** `unknown` for a sound agent, else a sentence that the compiler prints. */
type SoundAgent<C, Model, ToolName> = C extends { readonly model: infer M; readonly prompt: infer P; readonly tools?: readonly (infer T)[] }
  ? [Unknown<M, Model>] extends [never]
    ? [Unknown<T, ToolName>] extends [never]
      ? [Unknown<PromptNames<P>, keyof ValueOfSchema<C, "args"> | keyof ValueOfSchema<C, "with">>] extends [never]
        ? unknown
        : `the prompt's {${Unknown<PromptNames<P>, keyof ValueOfSchema<C, "args"> | keyof ValueOfSchema<C, "with">>}} is neither an argument nor a constant`
      : `there is no tool "${Unknown<T, ToolName>}"`
    : `there is no model "${Unknown<M, Model>}"`
  : unknown;
type Keys<R, K extends string> = R extends { readonly [P in K]: infer G } ? keyof G & string : never;

export type SoundRegistry<R> = R extends { readonly agents: infer Agents }
  ? { readonly agents: { readonly [K in keyof Agents]: SoundAgent<Agents[K], Keys<R, "models">, Keys<R, "tools">> } }
  : unknown;

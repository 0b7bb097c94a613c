/** What a registry names: channels and code. All code has one shape: `args` from channels, `with` constants, an `output`. Knows nothing of declared graphs. */
import type { z } from "zod";
import type { ErrorClass } from "../issues/error-class.ts";
import type { Context } from "./context.ts";

// biome-ignore lint/suspicious/noExplicitAny: code takes its arguments contravariantly; a registry holds code of every type
type Open = any;

/** A list channel: written with an item or items, read as a list. Reducer: append. */
export interface ListChannel<V> {
  readonly list: z.ZodType<V>;
}
/** How much of a conversation is kept at least: messages, or tokens of four characters. */
export type TrimMessages = { readonly last: number; readonly tokens?: never } | { readonly tokens: number; readonly last?: never };
/** LangGraph's message list: appended by id, read as BaseMessage[]. */
export interface MessagesChannel {
  readonly messages: true;
  readonly trim?: TrimMessages;
}
/** The escape: a value with a reducer of its own. `initial` is a JSON value. */
export interface ReducedChannel<V> {
  readonly schema: z.ZodType<V>;
  readonly reduce: (current: V, update: V) => V;
  readonly initial: V;
}
/** A bare zod schema is a channel that the last write replaces. */
export type ChannelDef = z.ZodType | ListChannel<Open> | MessagesChannel | ReducedChannel<Open>;

/** One possible answer of a router, `confidence` 0..1. */
export interface Choice<L extends string = string> {
  readonly label: L;
  readonly confidence: number;
}

/** Classifies into a closed set of labels. `run` resolves to the choices, at least one; the one with the highest confidence counts. */
export interface Router<A = Open, L extends string = string, AI = unknown> {
  readonly labels: readonly L[];
  readonly args: z.ZodType<A, AI>;
  readonly run: (args: A, context: Context) => Promise<readonly Choice<L>[]>;
}
/** A step in code with closed labels. `AI` and `WI` are what its arguments and constants may be given as. */
export interface Task<A = Open, W = Open, L extends string = string, Out = Open, AI = unknown, WI = unknown> {
  readonly labels: readonly L[];
  readonly args: z.ZodType<A, AI>;
  readonly with?: z.ZodType<W, WI>;
  readonly output?: z.ZodType<Out>;
  readonly run: (args: A, context: Context<W>) => Promise<{ label: L; output?: Out }>;
}
/**
 * What a tool does in the world, and whether doing it twice is safe. `none`: it only looks. `transaction`: all that it does
 * goes through `context.sql`, in the one transaction that also records it (with `once` only). `idempotent`: what it calls
 * drops a repeated `context.idempotencyKey`. `outside`, the default: anything, anywhere.
 */
export type ToolEffect = "none" | "transaction" | "idempotent" | "outside";
/**
 * An action in the world. It throws `ToolError(code)` for a code that it declares, which states that nothing was done.
 * `once` names the arguments that make an effect's key.
 */
export interface Tool<A = Open, W = Open, Out = Open, C extends string = string, AI = unknown, WI = unknown> {
  /** Read by a model that may call it. */
  readonly description?: string;
  readonly effect?: ToolEffect;
  readonly errors: { readonly [K in C]: ErrorClass };
  readonly args: z.ZodType<A, AI>;
  readonly with?: z.ZodType<W, WI>;
  readonly output: z.ZodType<Out>;
  readonly once?: readonly (keyof A & string)[];
  readonly run: (args: A, context: Context<W>) => Promise<Out>;
  /** Where it runs, for tools of a server that has several. */
  readonly server?: ToolServer;
}
/** A server of tools: a runtime looks at it when it starts, and closes what is open to it when it stops. */
export interface ToolServer {
  /** As messages name it. */
  readonly name: string;
  /** What is wrong with it for these of its tools. Never rejects. */
  check(tools: readonly Tool[], secret: Context["secret"]): Promise<readonly string[]>;
  close(): Promise<void>;
}
/** A chat model, opaque to the language: a LangChain BaseChatModel. */
export interface ChatModel {
  invoke(input: Open, options?: Open): Promise<Open>;
}
/** A chat model with the secrets it needs and how many concurrent calls it allows. Or only its factory: no secrets, no limit. */
export interface Model {
  /** Names of the secrets it requires: `check` and `serve` report which are missing. */
  readonly needs?: readonly string[];
  /** Concurrent calls allowed, over all processes on the database; the others wait. */
  readonly maxInFlight?: number;
  /** A promise lets a provider's package load when the model is first needed. */
  readonly make: (secret: (name: string) => string | undefined) => ChatModel | Promise<ChatModel>;
}
export type ModelSource = Model | (() => ChatModel | Promise<ChatModel>);

/** Label → the form that comes with it, or null. */
export type LabelForms = Readonly<Record<string, z.ZodType | null>>;

/** A language model with a prompt and tools, or (with `run`) code. It has one output, or answers one of its labels. */
export type Agent<A = Open, W = Open, Out = Open> = {
  readonly args: z.ZodType<A>;
  readonly with?: z.ZodType<W>;
  /** Comes with the label `next`. */
  readonly output?: z.ZodType<Out>;
  /** In place of `output`. A text form is what a model says in words; each of the others is a tool of it. */
  readonly labels?: LabelForms;
} /** Resolves to the output, or to `{ label, output? }`. */ & (
  | { readonly run: (args: A, context: Context<W>) => Promise<Out> }
  | {
      /** A name in the registry's `models`. */
      readonly model: string;
      /** `{name}` is an argument or a `with` constant; `{{` is a brace. */
      readonly prompt: string;
      /** Names of registry tools that the model may call. An argument that the agent has under the same name is filled in, never shown to the model. */
      readonly tools?: readonly string[];
      /** How often it may call its model in one visit; 25 by default. One call more fails with `budget`. */
      readonly maxTurns?: number;
    }
);
/** What a person is asked: each decision with its form, or null. */
export interface Question<F extends Record<string, z.ZodType | null> = Record<string, z.ZodType | null>> {
  readonly prompt: string;
  readonly decisions: F;
  /** An inbox's word → the decision that it gives. */
  readonly inbox?: Readonly<Record<string, string | undefined>>;
}

/** A LangGraph graph that was built by hand, as a subgraph: it takes `args`, gives `output` and ends in one way. */
export interface RawGraph<A = Open, Out = Open, AI = unknown> {
  /** A compiled graph without a checkpointer: it runs under the thread of the graph that calls it. */
  readonly graph: unknown;
  readonly args: z.ZodType<A, AI>;
  readonly output: z.ZodType<Out>;
}
/** A registry as nodes see it: of the graphs in it, only their names. */
export interface RegistryEntries {
  readonly state: Readonly<Record<string, ChannelDef>>;
  readonly roles?: readonly string[];
  readonly models?: Readonly<Record<string, ModelSource>>;
  readonly agents?: Readonly<Record<string, Agent>>;
  readonly routers?: Readonly<Record<string, Router>>;
  readonly tools?: Readonly<Record<string, Tool>>;
  readonly tasks?: Readonly<Record<string, Task>>;
  readonly questions?: Readonly<Record<string, Question>>;
  readonly graphs?: Readonly<Record<string, object>>;
}

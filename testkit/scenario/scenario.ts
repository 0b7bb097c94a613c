/** What a path test declares: inputs, answers, doubles and faults. Everything by name, nothing by position in a queue. */
import type { Context } from "../../language/registry/context.ts";
import type { Agent, Choice, ModelSource } from "../../language/registry/registry.ts";
import { type Duration, durationMs } from "../../language/terms/duration.ts";
import type { Ports } from "../../nodes/call/ports.ts";
import type { Answer } from "../../nodes/interrupt/answer.ts";
import type { NodeScripts } from "./node-script.ts";

// biome-ignore lint/suspicious/noExplicitAny: a double replaces code of any type; its output is checked against the real schema
type Double<Out> = Out | ((args: any, context: Context<any>) => Out | Promise<Out>);

/** A node's code fails with `code`, `times` times, then runs normally. */
export interface Fault {
  readonly node: string;
  readonly code: string;
  readonly times: number;
}

/**
 * Makes a node's code fail with an error code, always or a number of times. `timeout` is the node's own time limit.
 * @example
 * const result = await runPath(supportDesk, { input: { customerId: "C-1014", message: "a wrong charge" }, faults: [fail("findCharges", "LEDGER_DOWN", { times: 2 })] });
 */
export const fail = (node: string, code: string, { times = Number.POSITIVE_INFINITY }: { times?: number } = {}): Fault => ({
  node,
  code,
  times,
});

/** No answer comes until the question's last deadline has passed. */
export interface Expiry {
  readonly expires: true;
}

/**
 * In place of an answer: no answer comes until the question's last deadline has passed.
 * @example
 * const result = await runPath(supportDesk, { input: { customerId: "C-1014", message: "hm" }, answers: { clarify: expire() } });
 */
export const expire = (): Expiry => ({ expires: true });

/** A span of time that passes while a question waits without an answer. */
export interface Advance {
  readonly advanceMs: number;
}

/**
 * Lets time pass where the path would stop at a question. Deadlines fire meanwhile.
 * @example
 * const result = await runPath(supportDesk, { input: { customerId: "C-1014", message: "hm" }, clock: advance("4h") });
 */
export const advance = (by: Duration): Advance => ({ advanceMs: durationMs(by) });

export const advancesOf = (given: Advance | readonly Advance[] | undefined): readonly Advance[] =>
  given === undefined ? [] : [given].flat();

/** A signal from outside, in place of a turn's input. */
export interface SignalTurn {
  readonly __signal: string;
}

/**
 * A turn that sends a declared signal to the thread, which waits for a person or has stopped.
 * @example
 * const result = await runPath(peers, { input: { messages: "hello" }, turns: [signal("takeOver")] });
 */
export const signal = (name: string): SignalTurn => ({ __signal: name });

/** The signal's name; undefined for an input. */
export const signalIn = (turn: object): string | undefined =>
  "__signal" in turn && typeof turn.__signal === "string" ? turn.__signal : undefined;

export type ScriptedAnswer = string | Answer | Expiry;
/** LangChain's answer to an agent that asks about tool calls: one decision for each call. */
export interface ToolAnswer {
  readonly decisions: readonly unknown[];
}
export type Input = Readonly<Record<string, unknown>>;

export interface Scenario {
  /** The first turn's input. */
  readonly input: Input;
  /** Later turns on the same thread, each after the last has stopped: an input, or a signal. */
  readonly turns?: readonly (Input | SignalTurn)[];
  /** Interrupt node → its answers in order; a decision without a form is a bare string. Without an answer the path stops there. */
  readonly answers?: Readonly<Record<string, ScriptedAnswer | readonly ScriptedAnswer[]>>;
  /** Agent node → the answers to its questions about tool calls, in order. */
  readonly approvals?: Readonly<Record<string, readonly ToolAnswer[]>>;
  /** Node → what LangGraph's `interrupt()` returns to its code, one call after the other. Without one the path stops there. */
  readonly resumes?: Readonly<Record<string, readonly unknown[]>>;
  /** Models stream, as they do under the API's `messages` mode; the result has what came as `streamed`. */
  readonly stream?: boolean;
  /** Time that passes where the path would stop at a question, one span after the other. */
  readonly clock?: Advance | readonly Advance[];
  /** Node → what its code answers, visit by visit, before any double by the code's name. */
  readonly nodes?: NodeScripts;
  /** Node → how often it may be entered, in place of its declared `visits.max`; `*` → how many steps a turn may take, in place of the budget's. A node of a subgraph is `<name of the graph>/<node>`. */
  readonly bounds?: Readonly<Record<string, number>>;
  /** Agent → its output, in place of its model or code; of an agent with labels `{ label, output? }`, or a bare label without a form. */
  readonly agents?: Readonly<Record<string, Double<unknown>>>;
  /** Router → its choice; a bare label is a sure one. */
  readonly routers?: Readonly<Record<string, Double<string | Choice>>>;
  /** Task → its answer; a bare label has no output. */
  readonly tasks?: Readonly<Record<string, Double<string | { label: string; output?: unknown }>>>;
  readonly tools?: Readonly<Record<string, Double<unknown>>>;
  /** Model → one in its place. `"real"`: the scenario may call the registry's own models. By default a real model is never called. */
  readonly models?: Readonly<Record<string, ModelSource>> | "real";
  readonly faults?: readonly Fault[];
  readonly params?: Readonly<Record<string, string | number | boolean>>;
  readonly ports?: Partial<Ports>;
}

export const callDouble = async <Out>(double: Double<Out>, args: unknown, context: Context): Promise<Out> =>
  typeof double === "function" ? (double as (a: unknown, c: Context) => Out | Promise<Out>)(args, context) : double;

export type CodeAgent = Extract<Agent, { readonly run: unknown }>;

/** What every node kind is to the compiler: a function from a call to a label and the writes that go with it. */
import type { RunnableConfig } from "@langchain/core/runnables";
import type { NormalNode } from "../language/normal-graph.ts";
import type { Registry } from "../language/registry.ts";
import type { Ports, Scope } from "./ports.ts";

export interface Outcome {
  readonly label: string;
  /** Channel → update. */
  readonly writes?: Readonly<Record<string, unknown>>;
  /** How often it was tried, when more than once. */
  readonly attempts?: number;
  /** Tokens that models used for it. */
  readonly tokens?: number;
  /** The failure behind an error label. */
  readonly error?: { readonly code: string; readonly message: string };
}

export interface Call<N extends NormalNode = NormalNode> {
  readonly node: N;
  readonly name: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly registry: Registry;
  readonly ports: Ports;
  readonly scope: Scope;
  /** Aborted when the run is cancelled or loses its lease. */
  readonly signal: AbortSignal;
  /** LangGraph's config of this task, handed on to whatever it runs inside. */
  readonly config: RunnableConfig;
}

export type Run<N extends NormalNode = NormalNode> = (call: Call<N>) => Promise<Outcome>;

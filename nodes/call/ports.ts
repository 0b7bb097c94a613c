/** What a node needs from its surroundings: `runtime/` implements it on the database, `testkit/` in memory. Interfaces only. */
import type { KnownPerson, Logger, Sql } from "../../language/registry/context.ts";
import type { KeyValueStore } from "../../language/registry/key-value-store.ts";
import type { ToolEffect } from "../../language/registry/registry.ts";
import type { StateSize } from "../../language/schema/state-size.ts";
import type { Step } from "../../language/terms/step.ts";

/** Which visit of which node on which run is asking. */
export interface Scope {
  readonly threadId: string;
  readonly run: string;
  /** The lease's epoch with its token: every durable write proves it. Undefined where nothing else can run the thread (Studio, tests). */
  readonly epoch: number | string | undefined;
  readonly node: string;
  /** The tenant that owns the thread, where that is known. */
  readonly tenant?: string | undefined;
  readonly principal?: KnownPerson | undefined;
  readonly decider?: KnownPerson | undefined;
  /** LangGraph's task id: equal for every restart of this visit, new for each visit. */
  readonly task: string;
}

/** Child threads to start: one for each input, on a graph of the registry. */
export interface Batch {
  /** The id of the graph whose node starts them, and the name of their graph in its registry. */
  readonly within: string;
  readonly graph: string;
  readonly inputs: readonly Readonly<Record<string, unknown>>[];
  /** How many run at once. */
  readonly limit: number;
}

/** How one child thread ended. */
export interface ChildEnd {
  readonly index: number;
  readonly state: Readonly<Record<string, unknown>>;
  readonly path: readonly Step[];
  /** The error that ended its run. */
  readonly error?: { readonly code: string; readonly message: string };
}

/** Something that a tool does in the world, once. */
export interface PortEffect {
  /** Names the visit and the arguments that count. */
  readonly key: string;
  readonly kind: Exclude<ToolEffect, "none">;
}

/** How many calls of a model may be in flight at once, over all its callers. */
export interface ModelLimit {
  readonly model: string;
  readonly maxInFlight: number;
}

export interface Children {
  /** Starts the batch unless this visit has started it before; resolves to how all ended, or to undefined while any has not. */
  readonly ends: (scope: Scope, batch: Batch) => Promise<readonly ChildEnd[] | undefined>;
}

/** attempt.failed: {what, attempt, code, message}. result.late: {what}, dropped because its time was over. */
export type Recorded = "attempt.failed" | "result.late";

/** Follows every visit of every node, also in graphs inside and in child threads: a run's coverage is counted from it. */
export interface VisitObserver {
  /** The node begins to work, or continues after a question. */
  readonly began: (graph: string, node: string) => void;
  readonly answered: (graph: string, step: Step) => void;
}

/** A pause of any length between the two. */
export interface Pause {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** How a node waits. In the test kit time stands still unless something waits for it. */
export interface Time {
  /** Between two attempts. Rejects when the signal is aborted. */
  readonly backOff: (scope: Scope, pause: Pause, signal: AbortSignal) => Promise<void>;
  /** Calls `end` after that time. Returns a function that cancels it. */
  readonly limit: (scope: Scope, ms: number, end: () => void) => () => void;
  /** By the clock that all processes share. */
  readonly hasCome: (time: Date) => Promise<boolean>;
}

export interface Ports {
  readonly sql: Sql;
  /** That of the visit's tenant. */
  readonly store: (scope: Pick<Scope, "tenant">) => KeyValueStore;
  readonly secret: (name: string) => string | undefined;
  /** Of whoever began the turn, for a service. */
  readonly credential: (scope: Pick<Scope, "tenant" | "principal">, service: string) => Promise<string | undefined>;
  readonly tenant: string;
  readonly now: () => Date;
  /** For durations: milliseconds since any moment. Never steps back, as a clock does when it is set. */
  readonly elapsedMs: () => number;
  readonly time: Time;
  readonly log: Logger;
  /** What one node may write. */
  readonly stateSize: (at: { readonly graph: string; readonly node: string }) => StateSize;
  readonly children: Children;
  /** Runs `work` as soon as fewer than the limit are in flight; rejects when the signal is aborted before. */
  readonly withModelSlot: <T>(limit: ModelLimit, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;
  /** Absent where visits are not observed. */
  readonly visits?: VisitObserver;
  /** Names the visit, the same for every restart of it; by default LangGraph's id of its task. */
  readonly visitOf?: (scope: Scope) => string;
  /**
   * Records that a node begins; refused when another worker holds the thread. A node without effects may begin before that is on record:
   * then it is on record soon, and its writes are refused instead.
   */
  readonly started: (scope: Scope, node?: { readonly hasEffects: false }) => Promise<void>;
  /** Appends to the audit trail. Never rejects: a failed record must not change what happens. */
  readonly record: (scope: Scope, what: Recorded, detail: Readonly<Record<string, unknown>>) => Promise<void>;
  /**
   * Runs `work` at most once for the effect's key (an `idempotent` one again with the same key); later calls resolve to the
   * first output, which must be a JSON value. A ToolError says that nothing was done: then it may be tried again.
   *
   * @throws EFFECT_UNKNOWN when an effect `outside` was interrupted, now or in an earlier attempt.
   */
  readonly once: <T>(scope: Scope, effect: PortEffect, work: (sql: Sql) => Promise<T>) => Promise<T>;
}

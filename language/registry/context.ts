/** What code in a registry is given besides its arguments: ports to the world, never the whole state. Interfaces only. */

import type { KeyValueStore } from "./key-value-store.ts";

/** A handle on the application's own tables. `$1`-style parameters only; resolves to the rows. */
export interface Sql {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Logger {
  /** pino's name of the minimum level, if known: for a worker thread that has its own logger. */
  readonly level?: string;
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  error(message: string, facts?: Readonly<Record<string, unknown>>): void;
}

/** Who asked, as far as the server knows. Without identity it knows the name in the request's `by`, and believes it. */
export interface KnownPerson {
  readonly id: string;
  readonly name?: string | undefined;
  readonly kind: "person" | "service" | "link" | "local";
  readonly roles: readonly string[];
  /** The credential that says so, or the service that acts for this person; `local`: nobody has checked it. */
  readonly via: string;
}

/** One call's context. `With` are the constants that the node declares under `with`. */
export interface Context<With = unknown> {
  readonly with: With;
  /** Inside a tool with `once` this is the transaction that also records the effect: use nothing else there. */
  readonly sql: Sql;
  /** Values that outlive threads, of the thread's tenant. What is put is there at once, whatever becomes of the node: a visit that is repeated puts it again. */
  readonly store: KeyValueStore;
  /** A secret by name, from the environment. */
  readonly secret: (name: string) => string | undefined;
  /** What a service wants to see of whoever began the turn, such as a token: from the runtime's `credentials`. Undefined where there is none. */
  readonly credential: (service: string) => Promise<string | undefined>;
  /** Whose the thread is; `default` by default. */
  readonly tenant: string;
  /** Who began the turn. Undefined where nobody said it. */
  readonly principal?: KnownPerson | undefined;
  /** Who gave the answer with which this run continues. Undefined in other runs, and for a deadline. */
  readonly decider?: KnownPerson | undefined;
  readonly now: () => Date;
  /** Aborted on timeout and on cancel: pass it to every fetch. */
  readonly signal: AbortSignal;
  /** Equal for every attempt and every restart of this visit (with `once`: of these arguments); pass it on to services that take one. */
  readonly idempotencyKey: string;
  readonly log: Logger;
  readonly thread: string;
  readonly run: string;
  readonly node: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

/** What a node needs of the world around a run. `runtime/` implements it on the database, `testkit/` in memory. Interfaces only. */
import type { Logger, Sql } from "../language/context.ts";

/** Which visit of which node on which run is asking. */
export interface Scope {
  readonly thread: string;
  readonly run: string;
  /** The lease's epoch: every durable write proves it. Undefined where nothing else can run the thread (Studio, tests). */
  readonly epoch: number | undefined;
  readonly node: string;
  /** LangGraph's task id: equal for every restart of this visit, new for each visit. */
  readonly task: string;
}

export interface Ports {
  readonly sql: Sql;
  readonly secret: (name: string) => string | undefined;
  readonly tenant: string;
  readonly now: () => Date;
  readonly log: Logger;
  /** Records that a node begins; refused when another worker holds the thread. */
  readonly started: (scope: Scope) => Promise<void>;
  /**
   * Runs `work` at most once for `key`, in one transaction with the record of it; later calls resolve to the first output.
   * The output must be a JSON value.
   */
  readonly once: <T>(scope: Scope, key: string, work: (sql: Sql) => Promise<T>) => Promise<T>;
}

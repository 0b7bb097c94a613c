/** The ports of nodes on the database: every durable act proves that this worker still holds the thread. */
import type { Logger, Sql } from "../language/context.ts";
import { SignalboxError } from "../language/errors.ts";
import type { Children, Ports, Scope } from "../nodes/ports.ts";
import type { Database } from "../persistence/database.ts";
import { fencedOff } from "../persistence/fence.ts";
import { findEffect } from "../persistence/statements/find-effect.ts";
import { holdLease } from "../persistence/statements/hold-lease.ts";
import { insertEffect } from "../persistence/statements/insert-effect.ts";
import { recordStart } from "../persistence/statements/record-start.ts";
import { storeEffect } from "../persistence/statements/store-effect.ts";

export interface PortOptions {
  readonly log: Logger;
  /** Without it no node can start threads of its own. */
  readonly children?: Children | undefined;
  /** Where secrets come from. Default: the environment. */
  readonly secret?: ((name: string) => string | undefined) | undefined;
}

const noChildren: Children = {
  ends: ({ node }) =>
    Promise.reject(
      new SignalboxError(
        "CHILD_THREADS_UNAVAILABLE",
        `Node ${node} starts threads of its own, and nothing here runs them. Serve the graph by signalbox serve.`,
        { node },
      ),
    ),
};

export function databasePorts(
  database: Database,
  { log, children = noChildren, secret = (name) => process.env[name] }: PortOptions,
): Ports {
  return {
    sql: database.sql,
    secret,
    tenant: "default",
    now: () => new Date(),
    log,
    children,
    async started(scope) {
      if (!(await recordStart(database.sql, scope))) throw fencedOff(`The start of node ${scope.node}`, scope.thread, scope.epoch);
    },
    once: (scope, key, work) => once(database, { scope, key, work }),
  };
}

interface Effect<T> {
  readonly scope: Scope;
  readonly key: string;
  readonly work: (sql: Sql) => Promise<T>;
}

/** One transaction: hold the lease, reserve the key, act, keep the output. A second caller waits for the first, then gets its output. */
function once<T>(database: Database, { scope, key, work }: Effect<T>): Promise<T> {
  return database.transaction(async (tx) => {
    if (!(await holdLease(tx, scope.thread, scope.epoch))) throw fencedOff(`An effect of node ${scope.node}`, scope.thread, scope.epoch);
    if (!(await insertEffect(tx, { key, ...scope }))) return (await findEffect(tx, key)) as T;
    const output = await work(tx);
    await storeEffect(tx, key, output);
    return output;
  });
}

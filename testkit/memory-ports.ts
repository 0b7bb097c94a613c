/** The ports of nodes in memory: no database, and effects counted. */
import type { Logger, Sql } from "../language/context.ts";
import { SignalboxError } from "../language/errors.ts";
import type { Children, Ports, Scope } from "../nodes/ports.ts";

export interface Effect {
  readonly node: string;
  readonly key: string;
  readonly output: unknown;
}

export interface MemoryPorts extends Ports {
  /** Each node that began, once a start: a restart of a visit begins again. */
  readonly starts: readonly Scope[];
  readonly effects: readonly Effect[];
}

const silent: Logger = { info() {}, warn() {}, error() {} };

const noSql: Sql = {
  query: () =>
    Promise.reject(
      new SignalboxError(
        "SQL_UNAVAILABLE",
        "this path has no database. Give the node's tool a double (tools: { name: ... }), or hand runPath an sql port (ports: { sql }).",
      ),
    ),
};

const noChildren: Children = {
  ends: () => Promise.reject(new SignalboxError("CHILD_THREADS_UNAVAILABLE", "these ports run no threads of their own: use runPath")),
};

export function memoryPorts(own: Partial<Ports> = {}): MemoryPorts {
  const starts: Scope[] = [];
  const effects: Effect[] = [];
  const sql = own.sql ?? noSql;
  return {
    sql,
    secret: () => undefined,
    tenant: "test",
    now: () => new Date(),
    log: silent,
    children: noChildren,
    started: async (scope) => {
      starts.push(scope);
    },
    once: async <T>({ node }: Scope, key: string, work: (handle: Sql) => Promise<T>): Promise<T> => {
      const done = effects.find((effect) => effect.key === key);
      if (done) return done.output as T;
      const output = await work(sql);
      effects.push({ node, key, output });
      return output;
    },
    ...own,
    starts,
    effects,
  };
}

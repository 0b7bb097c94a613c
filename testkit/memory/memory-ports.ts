/** The ports of nodes in memory: no database, and effects counted. */

import { InMemoryStore } from "@langchain/langgraph-checkpoint";
import { SignalboxError, ToolError } from "../../language/issues/errors.ts";
import type { Logger, Sql } from "../../language/registry/context.ts";
import { DEFAULT_STATE_SIZE } from "../../language/schema/state-size.ts";
import { effectUnknown } from "../../nodes/attempts/failures.ts";
import { inProcessSlots, realTime } from "../../nodes/call/local-ports.ts";
import type { Children, PortEffect, Ports, Recorded, Scope } from "../../nodes/call/ports.ts";

export interface Effect {
  readonly node: string;
  readonly key: string;
  readonly output: unknown;
}

interface Entry {
  readonly node: string;
  readonly what: Recorded;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface MemoryPorts extends Ports {
  /** Each node that began, once a start: a restart of a visit begins again. */
  readonly starts: readonly Scope[];
  readonly effects: readonly Effect[];
  /** Of the audit trail: attempts that failed, results that came too late. */
  readonly records: readonly Entry[];
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
  const records: Entry[] = [];
  /** Interrupted effects. */
  const lost = new Set<string>();
  const sql = own.sql ?? noSql;
  const store = new InMemoryStore();
  return {
    sql,
    store: () => store,
    secret: () => undefined,
    credential: async () => undefined,
    tenant: "test",
    now: () => new Date(),
    elapsedMs: () => own.now?.().getTime() ?? performance.now(),
    time: realTime,
    log: silent,
    children: noChildren,
    withModelSlot: inProcessSlots(),
    stateSize: () => DEFAULT_STATE_SIZE,
    visitOf: countedVisits(),
    started: async (scope) => {
      starts.push(scope);
    },
    record: async ({ node }, what, detail) => {
      records.push({ node, what, detail });
    },
    once: async <T>({ node }: Scope, { key, kind }: PortEffect, work: (handle: Sql) => Promise<T>): Promise<T> => {
      const done = effects.find((effect) => effect.key === key);
      if (done) return done.output as T;
      if (lost.has(key)) throw effectUnknown(node);
      const output = await work(sql).catch((error: unknown) => {
        if (kind !== "outside" || error instanceof ToolError) throw error;
        lost.add(key);
        throw effectUnknown(node, error);
      });
      effects.push({ node, key, output });
      return output;
    },
    ...own,
    starts,
    effects,
    records,
  };
}

/** Visits by number, so that the keys of effects are the same each time: LangGraph's ids are not. */
function countedVisits(): (scope: Scope) => string {
  const seen = new Map<string, string[]>();
  return ({ threadId, node, task }) => {
    const place = JSON.stringify([threadId, node]);
    const tasks = seen.get(place) ?? [];
    seen.set(place, tasks);
    if (!tasks.includes(task)) tasks.push(task);
    return String(tasks.indexOf(task));
  };
}

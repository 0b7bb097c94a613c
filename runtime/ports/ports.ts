/** The nodes' ports on the database: every durable write verifies that this worker still holds the thread. */
import { randomUUID } from "node:crypto";
import { v7 as uuid7 } from "@langchain/core/utils/uuid";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Logger } from "../../language/registry/context.ts";
import type { KeyValueStore } from "../../language/registry/key-value-store.ts";
import { DEFAULT_STATE_SIZE, type StateSize } from "../../language/schema/state-size.ts";
import { inProcessSlots, realTime } from "../../nodes/call/local-ports.ts";
import type { Children, Ports, Time } from "../../nodes/call/ports.ts";
import { GroupCommit } from "../../persistence/checkpointer/group-commit/group-commit.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { forEngine } from "../../persistence/tenancy/tenant-sql.ts";
import { DEFAULT_TENANT } from "../../persistence/tenancy/tenant-tables.ts";
import { rememberSecret } from "../../telemetry/redact.ts";
import { graphStore } from "../store/graph-store.ts";
import { type Credentials, credentialsOf } from "./credentials.ts";
import { effectsOn } from "./effects.ts";

export interface PortOptions {
  /** Of all that writes to threads in this process. Default: one of its own. */
  readonly commits?: GroupCommit | undefined;
  /** Whether a node without effects may begin before its start is on record, in the run under way. Default: never. */
  readonly startsMayBeLate?: (() => boolean) | undefined;
  readonly log: Logger;
  /** The store of a tenant. Default: without a limit, a time to live, or a search by meaning. */
  readonly store?: ((tenant: string) => KeyValueStore) | undefined;
  /** Without it no node can start threads of its own. */
  readonly children?: Children | undefined;
  readonly stateSize?: StateSize | undefined;
  /** Default: real time. */
  readonly time?: Time | undefined;
  /** Default: within this process. */
  readonly withModelSlot?: Ports["withModelSlot"] | undefined;
  /** Where secrets come from. Default: the environment. */
  readonly secret?: ((name: string) => string | undefined) | undefined;
  /** Default: nobody has any. */
  readonly credentials?: Credentials | undefined;
}

/** Times of day are those of the database: the clocks of two servers may differ. */
const databaseTime = ({ plainSql }: Database): Time => ({
  ...realTime,
  hasCome: async (time) => {
    const [row] = await plainSql.query<{ has_come: boolean }>("select clock_timestamp() >= $1::timestamptz as has_come", [time]);
    return row?.has_come ?? false;
  },
});

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
  {
    commits = new GroupCommit(database),
    startsMayBeLate = () => false,
    log,
    children = noChildren,
    withModelSlot = inProcessSlots(),
    stateSize = DEFAULT_STATE_SIZE,
    time,
    secret = (name) => process.env[name],
    credentials,
    store = (tenant) => graphStore({ database, stateSize, store: {}, limits: {} }, tenant),
  }: PortOptions,
): Ports {
  return {
    sql: database.plainSql,
    store: ({ tenant = DEFAULT_TENANT }) => store(tenant),
    secret: (name) => {
      const value = secret(name);
      rememberSecret(value);
      return value;
    },
    credential: credentialsOf(credentials),
    tenant: DEFAULT_TENANT,
    now: () => new Date(),
    elapsedMs: () => performance.now(),
    time: time ?? databaseTime(database),
    log,
    children,
    withModelSlot,
    stateSize: () => stateSize,
    async started(
      { threadId, run, epoch, node, task: taskId, tenant = DEFAULT_TENANT },
      { hasEffects = true }: { readonly hasEffects?: boolean } = {},
    ) {
      const start = { kind: "start", ref: uuid7(), threadId, epoch, tenant, run, node, taskId } as const;
      await (hasEffects || !startsMayBeLate() ? commits.store(threadId, async () => start) : commits.startSoon(start));
    },
    async record({ threadId, run, epoch, node, tenant = DEFAULT_TENANT }, what, detail) {
      await commits.settled(threadId);
      if (what === "result.late") log.warn("a late result was dropped", { node, thread: threadId, run, ...detail });
      await recordAudit(forEngine(database, tenant).sql, { threadId, run, epoch, what, node, detail }).catch((error: Error) =>
        log.warn("the audit trail could not be written", { node, thread: threadId, what, reason: error.message }),
      );
    },
    once: effectsOn(database, { newId: randomUUID, log }),
  };
}

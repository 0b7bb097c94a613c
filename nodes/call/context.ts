/** Makes the context of ports that registry code is given for one attempt. */
import { createHash } from "node:crypto";
import type { Context, Sql } from "../../language/registry/context.ts";
import type { Call } from "./kind.ts";

export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  /** The run's signal and this attempt's timeout. */
  readonly signal: AbortSignal;
}

export function contextFor(call: Call, attempt: Attempt, own: { sql?: Sql; key?: string } = {}): Context {
  const { ports, scope, node } = call;
  return {
    with: "with" in node ? (node.with ?? {}) : {},
    sql: own.sql ?? ports.sql,
    secret: ports.secret,
    tenant: scope.tenant ?? ports.tenant,
    now: ports.now,
    signal: attempt.signal,
    // a getter: hashed only when it is read
    get idempotencyKey() {
      return own.key ?? visitKey(call);
    },
    log: ports.log,
    thread: scope.threadId,
    run: scope.run,
    node: call.name,
    attempt: attempt.number,
  };
}

/** Names this visit, and these arguments of it: the same after a retry, a restart or a hand-over. */
export function visitKey(call: Call, args: unknown = null): string {
  const { threadId, task } = call.scope;
  return createHash("sha256")
    .update(JSON.stringify([threadId, call.name, task, args]))
    .digest("hex");
}

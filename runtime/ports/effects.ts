/** Effects that happen once: the record of each decides whether it may be done, has been done, or has an unknown outcome. */

import { SignalboxError, ToolError } from "../../language/issues/errors.ts";
import { asError } from "../../language/issues/thrown.ts";
import type { Logger, Sql } from "../../language/registry/context.ts";
import { effectUnknown } from "../../nodes/attempts/failures.ts";
import type { PortEffect, Ports, Scope } from "../../nodes/call/ports.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { FROZEN_TRANSACTION_MS } from "../../persistence/connection/shared-pool.ts";
import { exceededTransactionLimit, retryTransient } from "../../persistence/connection/unavailable.ts";
import { fencedOff } from "../../persistence/fence.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { intendEffect, settleEffect, withdrawEffect } from "../../persistence/statements/effects/outside-effect.ts";
import { findEffect, reserveEffect, storeOutput } from "../../persistence/statements/effects/transaction-effect.ts";
import { verifyLease } from "../../persistence/statements/leases/verify-lease.ts";
import { redact } from "../../telemetry/redact.ts";

type Once = Ports["once"];
type Work<T> = (sql: Sql) => Promise<T>;

interface EffectsOptions {
  readonly newId: () => string;
  readonly log: Logger;
}

export function effectsOn(database: Database, { newId, log }: EffectsOptions): Once {
  /** Two calls with the same key in this process are one effect, and both get its output. */
  const underWay = new Map<string, Promise<unknown>>();
  return async <T>(scope: Scope, effect: PortEffect, work: Work<T>): Promise<T> => {
    if (effect.kind === "transaction") return inTransaction(database, { scope, effect, work });
    const other = underWay.get(effect.key);
    if (other) return other as Promise<T>;
    const acting = outside(database, { scope, effect, work, log }, newId()).finally(() => underWay.delete(effect.key));
    underWay.set(effect.key, acting);
    return acting;
  };
}

interface Outside<T> extends Doing<T> {
  readonly log: Logger;
}

interface Doing<T> {
  readonly scope: Scope;
  readonly effect: PortEffect;
  readonly work: Work<T>;
}

/** One transaction: hold the lease, reserve the key, act, keep the output. A second caller waits for the first, then gets its output. */
function inTransaction<T>(database: Database, { scope, effect: { key }, work }: Doing<T>): Promise<T> {
  const transacting = database.transaction(async (tx) => {
    if (!(await verifyLease(tx, scope.threadId, scope.epoch))) throw fenced(scope);
    if (!(await reserveEffect(tx, { key, ...scope }))) {
      const earlier = await findEffect(tx, key);
      if (earlier?.state === "done") return earlier.output as T;
      throw effectUnknown(scope.node);
    }
    const output = await work({ query: async (text, values = []) => (await tx.executeSql(text, [...values])).rows });
    await storeOutput(tx, key, output);
    return output;
  });
  return transacting.catch((error: unknown) => {
    throw exceededTransactionLimit(error) ? transactionTimeout(scope, error instanceof Error ? error : {}) : error;
  });
}

/** Records the intention, acts, then records the output. An intention without an output means that the outcome is unknown. */
async function outside<T>(database: Database, { scope, effect, work, log }: Outside<T>, attempt: string): Promise<T> {
  const { sql } = database;
  const { key, kind } = effect;
  const { threadId, epoch } = scope;
  const found = await retryTransient(() => intendEffect(sql, { key, attempt, ...scope }));
  if (!found) throw fenced(scope);
  if (!found.isOurs && found.state === "done") return found.output as T;
  if (!found.isOurs && kind === "outside") return lost(database, { scope, effect, log });
  const output = await work(database.plainSql).catch(async (error: unknown) => {
    // by a declared code the tool guarantees that nothing was done
    if (error instanceof ToolError) await retryTransient(() => withdrawEffect(sql, key, attempt));
    else if (kind === "outside") return lost(database, { scope, effect, log }, error);
    throw error;
  });
  if (!(await retryTransient(() => settleEffect(sql, { key, threadId, epoch, state: "done", output })))) throw fenced(scope);
  return output;
}

async function lost({ sql }: Database, { scope, effect, log }: Omit<Outside<never>, "work">, cause?: unknown): Promise<never> {
  const { threadId, run, node, epoch } = scope;
  if (!(await retryTransient(() => settleEffect(sql, { key: effect.key, threadId, epoch, state: "unknown" })))) throw fenced(scope);
  const why = cause instanceof Error ? cause.message : "an earlier attempt broke off";
  log.error("it is unknown whether an effect happened", {
    ...{ thread: threadId, run, node, key: effect.key, why: redact(why), ...(cause !== undefined && { err: asError(cause) }) },
  });
  await recordAudit(sql, { threadId, run, epoch, what: "effect.unknown", node, detail: { key: effect.key, why } });
  throw effectUnknown(scope.node, cause);
}

/** Not a failure of the database: the tool itself let the time pass, and would do so again. Nothing of it was committed. */
function transactionTimeout({ node }: Scope, { cause }: { readonly cause?: unknown }): SignalboxError {
  const limit = FROZEN_TRANSACTION_MS / 1_000;
  return new SignalboxError(
    "TRANSACTION_TIMEOUT",
    `The transaction of node ${node} was ended by Postgres: ${cause instanceof Error ? cause.message : "it was open for too long"}. Between two of its statements at most ${limit} s may pass.`,
    { node, limitMs: FROZEN_TRANSACTION_MS, cause },
  );
}

const fenced = ({ node, threadId, epoch }: Scope): Error => fencedOff(`An effect of node ${node}`, threadId, epoch);

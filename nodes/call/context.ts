/** Makes the context of ports that registry code is given for one attempt. */
import { createHash } from "node:crypto";
import type { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Context, Sql } from "../../language/registry/context.ts";
import { readValue } from "../../language/schema/sides/read-value.ts";
import { logWith } from "../../telemetry/log-with.ts";
import type { Call } from "./kind.ts";

export interface Attempt {
  /** 1 for the first. */
  readonly number: number;
  /** The run's signal and this attempt's timeout. */
  readonly signal: AbortSignal;
}

interface OwnContext {
  /** As the code's own schema gives them. */
  readonly constants?: Constants;
  readonly sql?: Sql;
  readonly key?: string;
}

export function contextFor(call: Call, attempt: Attempt, own: OwnContext = {}): Context {
  const { ports, scope } = call;
  const place = { thread: scope.threadId, run: scope.run, node: call.name, attempt: attempt.number };
  return {
    with: own.constants ?? {},
    sql: own.sql ?? ports.sql,
    get store() {
      return ports.store(scope);
    },
    secret: ports.secret,
    credential: (service) => ports.credential(scope, service),
    tenant: scope.tenant ?? ports.tenant,
    principal: scope.principal,
    decider: scope.decider,
    now: ports.now,
    signal: attempt.signal,
    // a getter: hashed only when it is read
    get idempotencyKey() {
      return own.key ?? visitKey(call);
    },
    log: logWith(ports.log, place),
    ...place,
  };
}

export type Constants = Readonly<Record<string, unknown>>;

/** The node's constants as the code reads them: with defaults, once for all attempts. `check` has refused those that do not fit. */
export async function constantsFor({ node, name }: Call, schema: z.ZodType<Constants> | undefined): Promise<Constants> {
  const said = ("with" in node ? node.with : undefined) ?? {};
  if (!schema) return said;
  const read = await readValue(schema, said);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  const message = `node "${name}": the constant "${(first?.path ?? []).join(".")}" does not fit: ${first?.message ?? "its schema refuses it"}`;
  throw new SignalboxError("INVALID_ARGUMENT", message, { node: name });
}

/** Names this visit, and these arguments of it: the same after a retry, a restart or a hand-over. */
export function visitKey(call: Call, args: unknown = null): string {
  const { ports, scope } = call;
  const visit = ports.visitOf?.(scope) ?? scope.task;
  return createHash("sha256")
    .update(JSON.stringify([scope.threadId, call.name, visit, args]))
    .digest("hex");
}

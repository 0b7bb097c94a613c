/** The person for whom a service acts, and with which roles: its key says so, never a request. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import { MAX_NAME, nameIn, personNamed } from "../../language/terms/person.ts";
import type { AuditEvent } from "../../persistence/statements/audit/audit-event.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import { plainJson } from "../protocol/plain-json.ts";
import type { Acting } from "./acting.ts";
import { actorOf, onRecord } from "./actor.ts";
import type { Caller, Represented } from "./caller.ts";
import type { OnBehalfOf } from "./may-act-for.ts";
import { requireScope } from "./require-scope.ts";

type Asking = Pick<Acting, "caller" | "rolesOf">;

interface Saying {
  readonly on_behalf_of?: OnBehalfOf | undefined;
}

/** What is refused with it, for the audit trail. */
export interface RefusedAt {
  readonly what: Extract<AuditEvent, "interrupt.refused" | "signal.refused" | "run.refused">;
  readonly threadId: string;
  readonly node?: string | null | undefined;
  readonly interrupt?: string | undefined;
}

/**
 * The caller, with the person for whom the request acts. A refusal is on record at `place`; undefined: there is no thread for it.
 * @throws FORBIDDEN, INVALID_INPUT
 */
export async function representing(services: Acting, said: Saying, place: () => Promise<RefusedAt | undefined>): Promise<Caller> {
  const { on_behalf_of: asked } = said;
  if (!asked) return services.caller;
  try {
    return await allowed(services, asked);
  } catch (error) {
    await recordRefusal(services, { asked, error, place });
    throw error;
  }
}

/** Where a run is refused, if the caller's thread is there. */
export async function refusedOn({ database }: Acting, threadId: string | null): Promise<RefusedAt | undefined> {
  return threadId !== null && (await findThread(database.sql, threadId)) ? { what: "run.refused", threadId } : undefined;
}

interface RefusedDelegation {
  readonly asked: OnBehalfOf;
  readonly error: unknown;
  readonly place: () => Promise<RefusedAt | undefined>;
}

/** The refusal itself reaches the caller, also when it cannot be recorded. */
async function recordRefusal({ caller, database, log }: Acting, { asked, error, place }: RefusedDelegation): Promise<void> {
  const code = error instanceof SignalboxError ? error.code : undefined;
  const detail = { ...onRecord(actorOf(caller)), on_behalf_of: asked.id.slice(0, MAX_NAME), why: messageOf(error), code };
  try {
    const at = await place();
    if (!at) return log.warn("a service may not act for somebody", detail);
    const { what, threadId, node, interrupt } = at;
    await recordAudit(database.sql, { threadId, what, node: node ?? undefined, detail: plainJson({ interrupt, ...detail }) });
  } catch (failure) {
    log.warn("a refusal could not be recorded", { reason: messageOf(failure) });
  }
}

async function allowed({ caller, rolesOf }: Asking, asked: OnBehalfOf): Promise<Caller> {
  if (caller.principal.kind === "local") throw refused("INVALID_INPUT", "this server asks nobody who they are: send by and roles");
  requireScope(caller, "decisions:delegate");
  const id = personNamed(asked.id);
  if (id === undefined) throw refused("INVALID_INPUT", `"${asked.id}" names nobody`);
  const represented = await represent({ caller, rolesOf }, id);
  if (!represented) throw refused("FORBIDDEN", `the caller's key may not act for "${id}"`);
  return { ...caller, onBehalfOf: { ...represented, name: asked.name && nameIn(asked.name) } };
}

/** The longest prefix counts, and any of them before the directory. */
export async function represent({ caller: { principal }, rolesOf }: Asking, id: string): Promise<Represented | undefined> {
  const rules = principal.mayActFor ?? [];
  const byPrefix = rules.flatMap((rule) => ("prefix" in rule && id.startsWith(rule.prefix) && id !== rule.prefix ? [rule] : []));
  const [longest] = byPrefix.toSorted((one, other) => other.prefix.length - one.prefix.length);
  if (longest) return { id, roles: longest.roles, isDistinct: longest.distinct };
  const directory = rules.find((rule) => "directory" in rule);
  const roles = directory && (await rolesOf?.(id, principal.tenant));
  return directory && roles && { id, roles, isDistinct: directory.distinct };
}

const refused = (code: "INVALID_INPUT" | "FORBIDDEN", why: string): SignalboxError =>
  new SignalboxError(code, `on_behalf_of: ${why}`, { path: ["on_behalf_of"] });

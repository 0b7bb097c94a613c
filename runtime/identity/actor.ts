/** In whose name a request acts: with identity on the principal alone says so; without, what the request itself says is believed, and marked as such. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { nameIn } from "../../language/terms/person.ts";
import { type Caller, isLocal, type Principal } from "./caller.ts";
import type { OnBehalfOf } from "./may-act-for.ts";

/** What a body may say of people. */
export interface Said {
  readonly by?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  /** For whom a service acts: see representing.ts. */
  readonly on_behalf_of?: OnBehalfOf | undefined;
}

export interface Actor extends Omit<Said, "on_behalf_of"> {
  /** The service that acts for this person. */
  readonly service?: string | undefined;
  /** Which credential says so: a principal's `via`. `local`: nobody has checked it. */
  readonly credential?: string | undefined;
  /** Nobody's second pair of eyes: a service, or a person of whom only a service says that they are another one. */
  readonly isService?: boolean | undefined;
  /** As runs keep it, for their graphs. Undefined where nobody has shown who asks. */
  readonly principal?: Principal | undefined;
}

/**
 * @throws NOT_YOU when the body names somebody else, INVALID_INPUT when it brings roles.
 */
export function actorOf(caller: Caller, { by, roles }: Said = {}): Actor {
  const { principal, onBehalfOf } = caller;
  if (isLocal(caller)) return { by, roles, credential: principal.via };
  if (roles !== undefined)
    throw new SignalboxError("INVALID_INPUT", "roles: the server knows the caller's roles; leave them out", { path: ["roles"] });
  const person = onBehalfOf ?? principal;
  if (by !== undefined && nameIn(by) !== nameIn(person.id)) throw notYou(by, person.id);
  const isService = principal.kind === "service" && !(onBehalfOf?.isDistinct ?? false);
  const own = { by: person.id, roles: person.roles, credential: principal.via, isService };
  const { mayActFor: _, ...shown } = principal;
  if (!onBehalfOf) return { ...own, principal: shown };
  const { id, name, roles: theirs } = onBehalfOf;
  const represented: Principal = { id, name, kind: "person", tenant: principal.tenant, roles: theirs, scopes: [], via: principal.id };
  return { ...own, service: principal.id, principal: represented };
}

/** For the audit trail. */
export const onRecord = ({ by, roles, service, credential }: Actor) => ({
  ...(by !== undefined && { by }),
  ...(roles !== undefined && { roles }),
  ...(service !== undefined && { service }),
  credential,
});

const notYou = (by: string, id: string): SignalboxError =>
  new SignalboxError("NOT_YOU", `by: the request says "${by.slice(0, 200)}", and its credential is that of "${id}"`, { path: ["by"] });

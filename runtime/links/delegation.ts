/** With which role a link may let somebody decide: one that its maker has, or that the maker's key gives to people for whom it acts. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Acting } from "../identity/acting.ts";
import { isLocal } from "../identity/caller.ts";
import { represent } from "../identity/representing.ts";

export interface Delegated {
  /** Whoever makes the link vouches that the people whom its links name are different ones. */
  readonly distinct: boolean;
}

interface Wanted {
  readonly role: string | undefined;
  readonly person: { readonly id: string } | undefined;
}

/** @throws FORBIDDEN */
export async function delegated(services: Acting, { role, person }: Wanted): Promise<Delegated> {
  const { principal } = services.caller;
  if (isLocal(services.caller)) return { distinct: true };
  const represented = person && (await represent(services, person.id));
  const distinct = represented?.isDistinct ?? false;
  const ofPeople = person
    ? (represented?.roles ?? [])
    : (principal.mayActFor ?? []).flatMap((rule) => ("prefix" in rule ? rule.roles : []));
  const given = [...principal.roles, ...ofPeople];
  if (role === undefined || given.includes(role)) return { distinct };
  const message = `role: the caller has "${role}" neither itself nor for ${person ? `"${person.id}"` : "people for whom it acts"}, so it cannot give it`;
  throw new SignalboxError("FORBIDDEN", message, { role, roles: given });
}

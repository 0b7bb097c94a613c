/** The person for whom a service acts, and with which roles: its key says so, never a request. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { nameIn, personNamed } from "../../language/terms/person.ts";
import type { Acting } from "./acting.ts";
import type { Caller, Represented } from "./caller.ts";
import type { OnBehalfOf } from "./may-act-for.ts";
import { requireScope } from "./require-scope.ts";

type Asking = Pick<Acting, "caller" | "rolesOf">;

/** The caller, with the person for whom the request acts. @throws FORBIDDEN, INVALID_INPUT */
export async function representing({ caller, rolesOf }: Asking, said: { readonly on_behalf_of?: OnBehalfOf | undefined }): Promise<Caller> {
  const { on_behalf_of: asked } = said;
  if (!asked) return caller;
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

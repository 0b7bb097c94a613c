/** Whether a caller has a scope. Roles say who may decide a question; scopes say what a credential may be used for at all. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Caller } from "./caller.ts";

export const hasScope = ({ principal: { scopes } }: Caller, scope: string): boolean => scopes.includes("*") || scopes.includes(scope);

/** @throws FORBIDDEN, which names the scope. */
export function requireScope(caller: Caller, scope: string): void {
  if (!hasScope(caller, scope))
    throw new SignalboxError("FORBIDDEN", `This needs the scope ${scope}, which the caller does not have`, { scope });
}

/** The scopes that commands need besides the route's: those of the routes that do the same. */
import type { Caller } from "../../runtime/identity/caller.ts";
import { hasScope } from "../../runtime/identity/require-scope.ts";
import type { ApiScope } from "../operations.ts";
import { CommandRefused } from "./command-errors.ts";

interface Asked {
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** `update` and `goto` write state: whoever may do that can step past an approval. */
function scopesOf({ method, params = {} }: Asked): readonly ApiScope[] {
  if (method === "run.start") return ["runs:write"];
  if (method !== "input.respond") return [];
  return params.update == null && params.goto == null ? ["decisions:write"] : ["decisions:write", "state:write"];
}

/** @throws CommandRefused */
export function refuseWithoutScopes(caller: Caller, command: Asked): void {
  const missing = scopesOf(command).filter((scope) => !hasScope(caller, scope));
  if (missing.length > 0)
    throw new CommandRefused(
      "permission_denied",
      `${command.method} needs the scope ${missing.join(" and ")}, which the caller does not have`,
    );
}

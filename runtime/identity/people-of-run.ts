/** What a graph is told of people: keys of its `config.configurable` that no request can set. */
import type { KnownPerson } from "../../language/registry/context.ts";
import { DECIDER, PRINCIPAL } from "../../language/terms/run-keys.ts";
import type { BegunRun } from "../../persistence/statements/leases/acquire-lease.ts";
import type { RunPrincipal } from "../../persistence/statements/runs/rows.ts";

/** As LangGraph's server names them; it tells a graph of whoever made this run. */
export const authKeys = ["langgraph_auth_user", "langgraph_auth_user_id", "langgraph_auth_permissions"] as const;

export function peopleOf(run: BegunRun): Readonly<Record<string, unknown>> {
  const { principal, decider, requested_by } = run;
  const maker = decider ?? principal;
  return {
    [PRINCIPAL]: principal ? knownPerson(principal) : claimed(requested_by),
    [DECIDER]: decider ? knownPerson(decider) : undefined,
    ...(maker && {
      // a thread keeps what its first run was given: memories of that person must not be those of the next
      user_id: maker.id,
      langgraph_auth_user: {
        ...maker.claims,
        ...{ identity: maker.id, display_name: maker.name ?? maker.id, is_authenticated: true, permissions: maker.scopes },
      },
      langgraph_auth_user_id: maker.id,
      langgraph_auth_permissions: maker.scopes,
    }),
  };
}

const knownPerson = ({ id, name, kind, roles, via }: RunPrincipal): KnownPerson => ({ id, name, kind, roles, via });

const claimed = (name: string | null): KnownPerson | undefined =>
  name === null ? undefined : { id: name, kind: "local", roles: [], via: "local" };

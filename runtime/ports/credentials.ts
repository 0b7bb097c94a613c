/** What services want to see of people: asked for at each call, handed to the code that calls, and kept nowhere. */
import type { KnownPerson } from "../../language/registry/context.ts";
import type { Ports } from "../../nodes/call/ports.ts";
import { DEFAULT_TENANT } from "../../persistence/tenancy/tenant-tables.ts";
import { rememberSecret } from "../../telemetry/redact.ts";

export interface CredentialRequest {
  /** As the registry's code names it; for tools of an MCP server the server's name. */
  readonly service: string;
  readonly tenant: string;
  /** Who began the turn. */
  readonly person: KnownPerson;
}

/** Undefined: this person has none. */
export type Credentials = (request: CredentialRequest) => Promise<string | undefined>;

/** Of somebody who is not known nothing is asked. The log shows no credential that was given. */
export const credentialsOf =
  (credentials: Credentials | undefined): Ports["credential"] =>
  async ({ tenant = DEFAULT_TENANT, principal: person }, service) => {
    const credential = person && (await credentials?.({ service, tenant, person }));
    rememberSecret(credential);
    return credential;
  };

/** The two roles of row-level security. A login is a member of both; a request's transaction becomes the second one. */

/** Sees every row: the engine, migrations, and older programs. */
export const ENGINE_ROLE = "signalbox_engine";
/** Sees the rows of the tenant that its transaction names. */
export const TENANT_ROLE = "signalbox_tenant";

/** Sent with `begin`. Both end with the transaction: through a pooler, the next user of the session must not have them. */
export const actAsTenant = (tenant: string): string =>
  `set local role ${TENANT_ROLE}; select set_config('signalbox.tenant', ${literal(tenant)}, true)`;

/** As Postgres reads it whatever `standard_conforming_strings` is: no parameter can be sent with `begin`. */
const literal = (text: string): string => `E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;

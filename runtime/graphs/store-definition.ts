/** Stores one of today's definitions, so that threads can continue under it after a deploy. */
import type { Sql } from "../../language/registry/context.ts";
import { canonicalJson } from "../../language/schema/canonical-json.ts";
import type { Definition } from "../../language/versions/fingerprint.ts";
import { putDefinition } from "../../persistence/statements/definitions/put-definition.ts";

export const storeDefinition = (sql: Sql, graphId: string, definition: Definition & { readonly version: number }): Promise<void> =>
  putDefinition(sql, { ...definition, graphId, fingerprint: canonicalJson(definition.fingerprint) });

/** What is done with links, on record. What is decided by them is recorded as a decision. */
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import type { InterruptRow } from "../../persistence/statements/interrupts/rows.ts";
import type { Acting } from "../identity/acting.ts";
import { onRecord } from "../identity/actor.ts";

interface OnRecord {
  readonly what: "link.made" | "link.revoked";
  readonly detail: object;
}

export async function recordLink(
  { database, caller }: Acting,
  { thread_id, node }: InterruptRow,
  { what, detail }: OnRecord,
): Promise<void> {
  const { id: by, via: credential } = caller.principal;
  await recordAudit(database.sql, {
    ...{ threadId: thread_id, node: node ?? undefined, what },
    detail: { ...detail, ...onRecord({ by, credential }) },
  });
}

/** Tells reminders and assignments that are due: each is taken by one process, and told again only if telling failed. */

import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findInterrupt } from "../../persistence/statements/interrupts/find-interrupt.ts";
import { type ClaimedNotice, claimNotices } from "../../persistence/statements/notices/claim-notices.ts";
import { markTold } from "../../persistence/statements/notices/mark-told.ts";
import { interruptOf } from "../protocol/interrupt.ts";
import type { Services } from "../services.ts";

/** Ten attempts a minute apart: a receiver may be down for a deploy, not for a day. */
export const persistence = { maxAttempts: 10, againAfterMs: 60_000 };

export const takeNotices = ({ database }: Services): Promise<ClaimedNotice[]> => claimNotices(database.sql, persistence);

export async function tellNotice(services: Services, { interrupt_id, place, kind, role, due_at, attempts }: ClaimedNotice): Promise<void> {
  const { sql } = services.database;
  const interrupt = await findInterrupt(sql, interrupt_id);
  if (!interrupt) return;
  const id = `${interrupt_id}:${place}`;
  const what = kind === "remind" ? "interrupt.reminded" : "interrupt.assigned";
  if (attempts === 1) await recordAudit(sql, { threadId: interrupt.thread_id, what, detail: { interrupt: interrupt_id, role } });
  try {
    await services.notifier.notify({ id, kind, role, due_at: due_at.toISOString(), interrupt: interruptOf(interrupt) });
    await markTold(sql, interrupt_id, place);
  } catch (error) {
    services.log.warn("nobody could be told of a question; it is tried again", { notice: id, attempts, reason: (error as Error).message });
  }
}

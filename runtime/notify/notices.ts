/** Delivers reminders and assignments that are due: one process claims each, and delivers it again only if that failed. */
import { setTimeout as sleep } from "node:timers/promises";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findInterrupt } from "../../persistence/statements/interrupts/find-interrupt.ts";
import { markDelivered, type NoticeRetries, type NoticeRow } from "../../persistence/statements/notices.ts";
import { forEngine } from "../../persistence/tenancy/tenant-sql.ts";
import { interruptOf } from "../protocol/interrupt.ts";
import type { Services } from "../services.ts";

/** Ten attempts, a minute apart: enough for a receiver that is being deployed, not for one that is down for a day. */
export const NOTICE_RETRIES: NoticeRetries = { maxAttempts: 10, againAfterMs: 60_000 };

/** A receiver that does not answer within this time has failed. */
const NOTICE_TIMEOUT_MS = 30_000;

export async function deliverNotice(services: Services, notice: NoticeRow): Promise<void> {
  const { interrupt_id, deadline_index, kind, role, due_at, attempts } = notice;
  const { sql } = forEngine(services.database, notice.tenant);
  const interrupt = await findInterrupt(sql, interrupt_id);
  if (!interrupt) return;
  const id = `${interrupt_id}:${deadline_index}${notice.every_ms === null ? "" : `:${notice.told + 1}`}`;
  const what = kind === "remind" ? "interrupt.reminded" : "interrupt.assigned";
  if (attempts === 1) await recordAudit(sql, { threadId: interrupt.thread_id, what, detail: { interrupt: interrupt.id, role } });
  try {
    await inTime(services.notifier.notify({ id, kind, role, due_at: due_at.toISOString(), interrupt: interruptOf(interrupt) }));
    await markDelivered(sql, notice);
  } catch (error) {
    services.log.warn("a notice could not be delivered; it will be tried again", { notice: id, attempts, reason: String(error) });
  }
}

async function inTime(notifying: Promise<void>): Promise<void> {
  const timeout = new AbortController();
  const late = sleep(NOTICE_TIMEOUT_MS, undefined, { signal: timeout.signal }).then(() => {
    throw new Error(`the receiver did not answer within ${NOTICE_TIMEOUT_MS} ms`);
  });
  await Promise.race([notifying, late]).finally(() => timeout.abort());
}

/** Deletes what runs emitted some time after their end. Later readers get the result alone. */
import { sweepEvents } from "../../persistence/statements/events/sweep-events.ts";
import type { Services } from "../services.ts";
import { KEEP_RESUMABLE_MS } from "../timing.ts";

export async function forgetEvents({ database, timing }: Pick<Services, "database" | "timing">): Promise<void> {
  const keep = { keepMs: timing.keepEventsMs, keepResumableMs: Math.max(timing.keepEventsMs, KEEP_RESUMABLE_MS) };
  while (await sweepEvents(database.sql, keep));
}

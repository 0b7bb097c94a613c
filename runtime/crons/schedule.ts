/** The times of a schedule in cron's format, in a time zone. Knows no clock. */
import { CronExpressionParser } from "cron-parser";
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";

export interface Schedule {
  /** Five fields, or six that begin with the seconds. */
  readonly schedule: string;
  /** A name of the IANA's; null: UTC. */
  readonly timezone: string | null;
  readonly end_time: Date | null;
}

/** Its first time after this one; null: none before its end. @throws INVALID_INPUT */
export function nextTime({ schedule, timezone, end_time: end }: Schedule, after: Date): Date | null {
  requireTimeZone(timezone);
  const fields = schedule.trim().split(/\s+/).length;
  if (!schedule.startsWith("@") && fields !== 5 && fields !== 6)
    throw invalid("schedule", `"${schedule}" has ${fields} fields; a schedule has five: minute, hour, day, month, day of the week`);
  // each process would choose another time
  if (/\bH\b/.test(schedule)) throw invalid("schedule", `"${schedule}": H stands for a time by chance; write the time`);
  try {
    const next = CronExpressionParser.parse(schedule, { tz: timezone ?? "UTC", currentDate: after })
      .next()
      .toDate();
    return end !== null && next > end ? null : next;
  } catch (error) {
    throw invalid("schedule", `"${schedule}" is not a schedule: ${messageOf(error)}`);
  }
}

function requireTimeZone(name: string | null): void {
  try {
    if (name !== null) new Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    throw invalid("timezone", `"${name}" is not a time zone of the IANA, like Europe/Zurich`);
  }
}

function invalid(field: string, message: string): SignalboxError {
  return new SignalboxError("INVALID_INPUT", message, { issues: [{ code: "custom", path: [field], message }] });
}

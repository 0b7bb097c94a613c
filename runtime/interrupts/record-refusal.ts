/** Puts attempts at a decision that were refused on record: too late, not allowed, or not fitting the question. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import type { Services } from "../services.ts";

export interface Attempt {
  readonly thread: string;
  readonly interrupt: string | undefined;
  readonly node: string | null | undefined;
  readonly by: string;
  readonly roles?: readonly string[] | undefined;
  readonly answer: unknown;
}

/** The refusal itself goes on to the caller, also when it cannot be recorded. */
export async function recordingRefusal<T>({ database, log }: Services, attempt: Attempt, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { thread, node, ...who } = attempt;
    const detail = { ...who, why: (error as Error).message, ...(error instanceof SignalboxError && { code: error.code }) };
    await recordAudit(database.sql, { thread, what: "interrupt.refused", node: node ?? undefined, detail }).catch((failure: Error) =>
      log.warn("a refusal could not be recorded", { reason: failure.message }),
    );
    throw error;
  }
}

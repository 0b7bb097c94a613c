/** Enforces a timeout: aborts the work, waits until it has stopped, and records a result that comes too late. */
import { isGraphBubbleUp } from "@langchain/langgraph";
import { SignalboxError } from "../../language/issues/errors.ts";
import { asError } from "../../language/issues/thrown.ts";
import type { Call } from "../call/kind.ts";

export interface Limited {
  /** Undefined: no limit. */
  readonly timeoutMs: number | undefined;
  /** What is limited, for the log and the error; by default the node. */
  readonly what?: string;
  /** Whether it can still act after the abort: then it is waited for, so that two attempts never act at once. */
  readonly mayAct?: boolean;
  /** Whether a result after the abort still counts: an effect that has happened cannot be dropped. */
  readonly keepsLate?: boolean;
}

export async function withTimeout<T>(call: Call, limit: Limited, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  // code may throw anything, and LangGraph reads errors without looking
  const work = async (signal: AbortSignal): Promise<T> => {
    try {
      return await run(signal);
    } catch (thrown) {
      throw asError(thrown);
    }
  };
  const { timeoutMs, what = `node "${call.name}"`, mayAct = true, keepsLate = false } = limit;
  if (timeoutMs === undefined) return work(call.signal);
  const own = new AbortController();
  const late = new SignalboxError("NODE_TIMEOUT", `${what} did not answer within ${timeoutMs} ms`, { node: call.name, timeoutMs });
  const callOff = call.ports.time.limit(call.scope, timeoutMs, () => own.abort(late));
  try {
    const running = work(AbortSignal.any([call.signal, own.signal]));
    if (!keepsLate) recordLate(call, { signal: own.signal, what, running });
    const value = await Promise.race([
      running,
      afterAbort({ signal: own.signal, late }, running, { graceMs: mayAct ? timeoutMs : 0, keepsLate }),
    ]);
    if (own.signal.aborted && !keepsLate) throw late;
    return value;
  } catch (error) {
    const isOwn = keepsLate || isGraphBubbleUp(error) || isTimeout(error);
    throw own.signal.aborted && !isOwn ? late : error;
  } finally {
    callOff();
  }
}

const isTimeout = (error: unknown): error is SignalboxError => error instanceof SignalboxError && error.code === "NODE_TIMEOUT";

/** A result after the abort is dropped, and the audit trail records it. */
function recordLate(call: Call, { signal, what, running }: { signal: AbortSignal; what: string; running: Promise<unknown> }): void {
  running.then(
    async () => {
      if (signal.aborted) await call.ports.record(call.scope, "result.late", { what });
    },
    () => {},
  );
}

interface Limit {
  readonly signal: AbortSignal;
  /** What the node fails with. */
  readonly late: SignalboxError;
}

interface Grace {
  readonly graceMs: number;
  readonly keepsLate: boolean;
}

/** After the abort: rejects once the work has stopped, unless a late result counts. Work that ignores the abort for `graceMs` is abandoned and not retried. */
function afterAbort({ signal, late }: Limit, running: Promise<unknown>, { graceMs, keepsLate }: Grace): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener(
      "abort",
      () => {
        if (graceMs === 0) return reject(late);
        const givenUp = setTimeout(
          () =>
            reject(
              new SignalboxError("NODE_TIMEOUT", `${late.message} and ignored its abort signal`, { ...late.facts, ignoredAbort: true }),
            ),
          graceMs,
        );
        const stopped = () => {
          clearTimeout(givenUp);
          if (!keepsLate) reject(late);
        };
        running.then(stopped, stopped);
      },
      { once: true },
    );
  });
}

/** Whether the work was abandoned: it may still act. */
export const ignoredAbort = (error: unknown): boolean => isTimeout(error) && error.facts.ignoredAbort === true;

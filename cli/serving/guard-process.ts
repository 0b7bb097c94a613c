/** Keeps the code of one run from ending the process that serves all: what a run's code throws late, or tries to end, is charged to that run. */
import { type ErrorCode, SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import type { Logger } from "../../language/registry/context.ts";
import { currentNode, currentRun } from "../../runtime/engine/run-context.ts";

export interface Guarded {
  readonly log: Logger;
  /** Called once for an error that no run's code has thrown: the process can no longer be trusted. */
  readonly onFatal: (reason: string) => void;
}

/** Only for a process that belongs to Signalbox. Resolves to what removes the guard. */
export function guardProcess(process: NodeJS.Process, { log, onFatal }: Guarded): () => void {
  const onUncaught = (error: unknown): void => {
    const charged = charge("UNCAUGHT_IN_NODE", `left an error uncaught: ${messageOf(error)}`, error);
    if (charged) {
      log.error("a run's code left an error uncaught", { ...charged.facts, reason: charged.message });
      return;
    }
    log.error("an error that belongs to no run was not caught: the process ends", { reason: stackOf(error) });
    onFatal(messageOf(error));
  };
  const restore = [refuseToRuns(process, "exit"), refuseToRuns(process, "abort"), refuseToRuns(process, "kill")];
  process.on("uncaughtException", onUncaught).on("unhandledRejection", onUncaught);
  return () => {
    process.off("uncaughtException", onUncaught).off("unhandledRejection", onUncaught);
    for (const undo of restore) undo();
  };
}

/** Outside a run these work as always; `kill` also for other processes. */
function refuseToRuns(process: NodeJS.Process, name: "exit" | "abort" | "kill"): () => void {
  const original = process[name];
  const guarded = (...args: unknown[]): unknown => {
    const isEnd = name !== "kill" || endsThis(process, args);
    const refusal = isEnd ? charge("PROCESS_EXIT_REFUSED", `called process.${name}(${args.join(", ")})`) : undefined;
    if (refusal) throw refusal;
    return Reflect.apply(original, process, args);
  };
  Object.assign(process, { [name]: guarded });
  return () => Object.assign(process, { [name]: original });
}

/** 0 and negative numbers are groups of processes, signal 0 is a question. */
const endsThis = ({ pid: own }: NodeJS.Process, [pid, signal]: unknown[]): boolean =>
  signal !== 0 && (pid === own || (typeof pid === "number" && pid <= 0));

/** Fails the run whose code is under way; one that has ended keeps its end. Undefined: no run's code is. */
function charge(code: ErrorCode, what: string, cause?: unknown): SignalboxError | undefined {
  const active = currentRun();
  if (!active) return undefined;
  const { id: run, thread_id: thread } = active.lease.run;
  const node = currentNode();
  const who = node === undefined ? "Code of the run" : `Node "${node}"`;
  const error = new SignalboxError(code, `${who} ${what}`, { run, thread, node, ...(cause !== undefined && { cause }) });
  active.fail(error);
  return error;
}

const stackOf = (error: unknown): string => (error instanceof Error && error.stack) || messageOf(error);

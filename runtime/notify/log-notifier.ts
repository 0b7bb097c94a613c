/** Writes notices to the log: the notifier that is used by default. */
import type { Logger } from "../../language/registry/context.ts";
import type { Notifier } from "./notifier.ts";

/**
 * Writes reminders and assignments of questions to a log: the default of `createRuntime`.
 * @example
 * const notifier = logNotifier({ info: console.info, warn: console.warn, error: console.error });
 */
export const logNotifier = (log: Logger): Notifier => ({
  async notify({ id, kind, role, interrupt }) {
    log.info(kind === "remind" ? "a question still waits" : "a question was assigned", {
      ...{ notice: id, role, interrupt: interrupt.id, thread: interrupt.thread_id, node: interrupt.node },
    });
  },
});

/** A log for one place: where a line comes from is written on it. */
import type { Logger } from "../language/registry/context.ts";

/** Each line has these facts, whatever it says itself. */
export const logWith = (log: Logger, facts: Readonly<Record<string, unknown>>): Logger => ({
  ...(log.level !== undefined && { level: log.level }),
  info: (message, own) => log.info(message, { ...own, ...facts }),
  warn: (message, own) => log.warn(message, { ...own, ...facts }),
  error: (message, own) => log.error(message, { ...own, ...facts }),
});

/** Logs JSON lines to standard error by pino: standard output is left to the program. */
import { type DestinationStream, pino } from "pino";
import type { Logger } from "../language/registry/context.ts";

const standardError = (): DestinationStream => pino.destination({ fd: 2, sync: true });

/** `level` is pino's: "debug", "info", "warn", "error" or "silent". */
export function consoleLog(level: string = process.env.LOG_LEVEL ?? "info", destination: DestinationStream = standardError()): Logger {
  const log = pino({ level, base: null }, destination);
  return {
    level,
    info: (message, facts) => log.info(facts ?? {}, message),
    warn: (message, facts) => log.warn(facts ?? {}, message),
    error: (message, facts) => log.error(facts ?? {}, message),
  };
}

/** Logs JSON lines to standard error by pino: standard output is left to the program. */
import { type DestinationStream, type Logger as PinoLogger, pino } from "pino";
import type { Logger } from "../language/registry/context.ts";
import { errorReport, withReports } from "./error-report.ts";
import { redact } from "./redact.ts";

const standardError = (): DestinationStream => pino.destination({ fd: 2, sync: true });

/** Every line is redacted. */
export const pinoLog = (level: string, destination: DestinationStream): PinoLogger =>
  pino({ level, base: null, hooks: { streamWrite: redact }, serializers: { err: reportOf } }, destination);

const reportOf = (value: unknown): unknown => (value instanceof Error ? errorReport(value) : value);

/** `level` is pino's: "debug", "info", "warn", "error" or "silent". Errors among the facts are logged with their stacks and causes. */
export function consoleLog(level: string = process.env.LOG_LEVEL ?? "info", destination: DestinationStream = standardError()): Logger {
  const log = pinoLog(level, destination);
  return {
    level,
    info: (message, facts) => log.info(withReports(facts), message),
    warn: (message, facts) => log.warn(withReports(facts), message),
    error: (message, facts) => log.error(withReports(facts), message),
  };
}

/** The logger that the SDK's `getLogger()` gives to the code of graphs. It must be there before their files are imported. */
import type { Logger } from "../language/registry/context.ts";

const SDK_LOGGER = Symbol.for("langgraph.api.sdk-logger");

type Write = (message: unknown, ...facts: unknown[]) => void;

/** Winston's methods, as graphs call them. Levels that ours does not have are logged as the nearest one. */
export function provideSdkLogger(log: Logger): void {
  const levels: Record<string, Write> = {};
  for (const level of ["error", "warn", "info"] as const)
    levels[level] = (message, ...facts) => log[level](textOf(message), Object.assign({}, ...facts.filter(isObject)));
  for (const level of ["http", "verbose", "debug", "silly", "trace"]) levels[level] = levels.info as Write;
  const byLevel = (level: unknown, ...rest: Parameters<Write>) => (levels[String(level)] ?? levels.info)?.(...rest);
  Object.assign(globalThis, { [SDK_LOGGER]: { ...levels, log: byLevel, child: () => Reflect.get(globalThis, SDK_LOGGER) } });
}

const textOf = (message: unknown): string => (typeof message === "string" ? message : (JSON.stringify(message) ?? String(message)));

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

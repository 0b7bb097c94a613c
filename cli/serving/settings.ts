/** What the environment configures: the database, how runs are executed, and where notices go. */
import { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";
import { bytesOf } from "../../language/terms/byte-size.ts";
import type { GraphSettings } from "../../runtime/graphs/assistant.ts";
import type { TenantLimits } from "../../runtime/limits/tenant-limits.ts";
import type { Notifier } from "../../runtime/notify/notifier.ts";
import { webhookNotifier } from "../../runtime/notify/webhook-notifier.ts";
import type { Timing } from "../../runtime/timing.ts";
import type { Limits } from "../../server/index.ts";
import { absolutePath, type Io } from "../program/io.ts";

/** Where threads are kept. */
export interface DatabasePlace {
  /** A Postgres; undefined: the embedded database. */
  readonly url: string | undefined;
  /** The same Postgres without a PgBouncer in between. */
  readonly directUrl: string | undefined;
  /** Absolute, or `memory://`. */
  readonly dataFolder: string;
}

export function databaseIn(io: Pick<Io, "env" | "cwd">): DatabasePlace {
  const { DATABASE_URL: url, DATABASE_URL_DIRECT: directUrl, SIGNALBOX_DATA: folder } = io.env;
  return {
    url: url || undefined,
    directUrl: directUrl || undefined,
    dataFolder: folder === "memory://" ? folder : absolutePath(io, folder || ".signalbox"),
  };
}

export function timingIn(env: NodeJS.ProcessEnv): Partial<Timing> {
  const { SIGNALBOX_RUN_TIMEOUT: seconds, SIGNALBOX_TENANT_RUNS: tenantRuns, SIGNALBOX_STREAM_KEEP: keep } = env;
  if (seconds && !(Number(seconds) > 0))
    throw new SignalboxError("CONFIG_INVALID", `SIGNALBOX_RUN_TIMEOUT is "${seconds}": write a number of seconds.`);
  if (keep && !(Number(keep) >= 0))
    throw new SignalboxError("CONFIG_INVALID", `SIGNALBOX_STREAM_KEEP is "${keep}": write a number of seconds.`);
  return {
    ...(seconds && { runMs: Number(seconds) * 1_000 }),
    ...(tenantRuns && { tenantRuns: countIn("SIGNALBOX_TENANT_RUNS", tenantRuns) }),
    ...(keep && { keepEventsMs: Number(keep) * 1_000 }),
  };
}

/** Of one caller, or one tenant, in this process. */
export function limitsIn({ SIGNALBOX_RATE_LIMIT: rate, SIGNALBOX_TENANT_STREAMS: streams }: NodeJS.ProcessEnv): Limits {
  return { requestsPerMinute: countIn("SIGNALBOX_RATE_LIMIT", rate), openStreams: countIn("SIGNALBOX_TENANT_STREAMS", streams) };
}

/** Of one tenant, in the database. */
export function tenantLimitsIn({ SIGNALBOX_TENANT_QUEUE: queue, SIGNALBOX_TENANT_STORAGE: storage }: NodeJS.ProcessEnv): TenantLimits {
  const storedBytes = storage ? bytesOf(storage) : undefined;
  if (storage && storedBytes === undefined)
    throw new SignalboxError("CONFIG_INVALID", `SIGNALBOX_TENANT_STORAGE is "${storage}": write a size, such as "10gb".`);
  return { queuedRuns: countIn("SIGNALBOX_TENANT_QUEUE", queue), storedBytes };
}

function countIn(variable: string, text: string | undefined): number | undefined {
  if (!text) return undefined;
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new SignalboxError("CONFIG_INVALID", `${variable} is "${text}": write a whole number, at least 1.`);
}

/** Undefined: notices are logged. */
export function notifierIn({ SIGNALBOX_NOTIFY_URL: url, SIGNALBOX_NOTIFY_SECRET: secret }: NodeJS.ProcessEnv): Notifier | undefined {
  if (!url) return undefined;
  if (secret) return webhookNotifier({ url, secret });
  throw new SignalboxError("CONFIG_INVALID", "SIGNALBOX_NOTIFY_URL needs SIGNALBOX_NOTIFY_SECRET: notices are signed with it.");
}

const GraphSettingsOf = z.record(
  z.string(),
  z.looseObject({ context: z.unknown().optional(), configurable: z.record(z.string(), z.unknown()).optional() }),
);

/** LANGGRAPH_CONFIG, as LangGraph's own server reads it: graph id → config, with `context` beside the fields of the config. */
export function graphSettingsIn({ LANGGRAPH_CONFIG: text }: NodeJS.ProcessEnv): Record<string, GraphSettings> {
  if (!text) return {};
  const parsed = GraphSettingsOf.safeParse(jsonIn(text));
  if (!parsed.success)
    throw new SignalboxError(
      "CONFIG_INVALID",
      'LANGGRAPH_CONFIG must be JSON such as {"<graph id>": {"configurable": {}, "context": {}}}.',
    );
  return Object.fromEntries(Object.entries(parsed.data).map(([id, { context, ...config }]) => [id, { config, context }]));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

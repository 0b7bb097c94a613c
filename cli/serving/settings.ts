/** What the environment configures: the database, how runs are executed, and where notices go. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Notifier } from "../../runtime/notify/notifier.ts";
import { webhookNotifier } from "../../runtime/notify/webhook-notifier.ts";
import type { Timing } from "../../runtime/timing.ts";
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

export function timingIn({ SIGNALBOX_RUN_TIMEOUT: seconds, SIGNALBOX_TENANT_RUNS: tenantRuns }: NodeJS.ProcessEnv): Partial<Timing> {
  if (seconds && !(Number(seconds) > 0))
    throw new SignalboxError("CONFIG_INVALID", `SIGNALBOX_RUN_TIMEOUT is "${seconds}": write a number of seconds.`);
  if (tenantRuns && !(Number.isInteger(Number(tenantRuns)) && Number(tenantRuns) > 0))
    throw new SignalboxError("CONFIG_INVALID", `SIGNALBOX_TENANT_RUNS is "${tenantRuns}": write a whole number of runs, at least 1.`);
  return { ...(seconds && { runMs: Number(seconds) * 1_000 }), ...(tenantRuns && { tenantRuns: Number(tenantRuns) }) };
}

/** Undefined: notices are logged. */
export function notifierIn({ SIGNALBOX_NOTIFY_URL: url, SIGNALBOX_NOTIFY_SECRET: secret }: NodeJS.ProcessEnv): Notifier | undefined {
  if (!url) return undefined;
  if (secret) return webhookNotifier({ url, secret });
  throw new SignalboxError("CONFIG_INVALID", "SIGNALBOX_NOTIFY_URL needs SIGNALBOX_NOTIFY_SECRET: notices are signed with it.");
}

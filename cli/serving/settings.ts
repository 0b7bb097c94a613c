/** What the environment says of how runs are run and who is told. */
import { SignalboxError } from "../../language/issues/errors.ts";
import type { Notifier } from "../../runtime/notify/notifier.ts";
import { webhookNotifier } from "../../runtime/notify/webhook-notifier.ts";
import type { Timing } from "../../runtime/services.ts";

export function timingIn({ SIGNALBOX_RUN_TIMEOUT: seconds, SIGNALBOX_TENANT_RUNS: tenantRuns }: NodeJS.ProcessEnv): Partial<Timing> {
  if (seconds && !(Number(seconds) > 0))
    throw new SignalboxError("CONFIG_INVALID", `SIGNALBOX_RUN_TIMEOUT is "${seconds}": write a number of seconds.`);
  if (tenantRuns && !(Number.isInteger(Number(tenantRuns)) && Number(tenantRuns) > 0))
    throw new SignalboxError("CONFIG_INVALID", `SIGNALBOX_TENANT_RUNS is "${tenantRuns}": write a whole number of runs, at least 1.`);
  return { ...(seconds && { runMs: Number(seconds) * 1_000 }), ...(tenantRuns && { tenantRuns: Number(tenantRuns) }) };
}

/** Undefined: the log is told. */
export function notifierIn({ SIGNALBOX_NOTIFY_URL: url, SIGNALBOX_NOTIFY_SECRET: secret }: NodeJS.ProcessEnv): Notifier | undefined {
  if (!url) return undefined;
  if (secret) return webhookNotifier({ url, secret });
  throw new SignalboxError("CONFIG_INVALID", "SIGNALBOX_NOTIFY_URL needs SIGNALBOX_NOTIFY_SECRET: notices are signed with it.");
}

/** Starts the run of a cron that is due: in the transaction that moves the cron on, so that each due time has one run, however many processes try. */
import { errors, SignalboxError } from "../../language/issues/errors.ts";
import { claimDueTime, type DueCron, recordFiring } from "../../persistence/statements/crons/due-crons.ts";
import type { CronMaker } from "../../persistence/statements/crons/rows.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import { assistantsOf } from "../assistants/assistants.ts";
import { type Acting, engineActing } from "../identity/acting.ts";
import type { Actor } from "../identity/actor.ts";
import type { RunRequest } from "../protocol/run-request.ts";
import { startRun } from "../runs/start-run.ts";
import type { Services } from "../services.ts";
import { nextTime } from "./schedule.ts";

/** Another process was faster, or the cron was changed. */
class Lost extends Error {}

/** However many times were missed while no process ran, one run makes up for them: the next time is the first one after now. */
export async function fireCron(services: Services, cron: DueCron): Promise<void> {
  const acting = engineActing(services, cron.tenant, `system:cron:${cron.id}`);
  const next = nextTime(cron, cron.now);
  const claim: NonNullable<Acting["claim"]> = {
    async take(tx) {
      if (!(await claimDueTime(tx, cron, next))) throw new Lost("the due time is another process's");
    },
    // what `startRun` commits
    keep: (tx, run) => recordFiring(tx, cron.id, { runId: (run as RunRow | undefined)?.id ?? null }),
  };
  try {
    await requireRight(services, cron.made_by);
    const request = requestOf(cron);
    const { assistant, thread } = await assistantsOf(acting).toRun(cron.assistant_id, cron.thread_id);
    const run = await startRun({ ...acting, claim }, { threadId: cron.thread_id, request, assistant, actor: actorFor(cron) }, thread);
    services.log.info("a cron has started a run", { cron: cron.id, run: run.id, due: cron.next_run_at.toISOString() });
  } catch (error) {
    if (error instanceof Lost) return;
    // it is tried again later
    if (!(error instanceof SignalboxError) || errors[error.code].status >= 500) throw error;
    await recordRefusal(acting, { cron, next, error });
  }
}

/** The time is over, and the cron says why it has no run. */
async function recordRefusal(
  { database, log }: Acting,
  { cron, next, error }: { readonly cron: DueCron; readonly next: Date | null; readonly error: SignalboxError },
): Promise<void> {
  const failure = { code: error.code, message: error.message, due: cron.next_run_at.toISOString() };
  const isOurs = await database.transaction(async (tx) => {
    if (!(await claimDueTime(tx, cron, next))) return false;
    await recordFiring(tx, cron.id, { failure });
    return true;
  });
  if (isOurs) log.error("a cron could not start its run", { cron: cron.id, thread: cron.thread_id, ...failure });
}

/** Who made it must still be allowed to, at each of its times. */
async function requireRight({ whyNoLonger }: Services, maker: CronMaker): Promise<void> {
  const why = await whyNoLonger(maker);
  if (why === undefined) return;
  const message = `The cron was made by ${maker.id}, who may no longer start runs: ${why}.`;
  throw new SignalboxError("CRON_NOT_ALLOWED", message, { maker: maker.id });
}

/** The run acts as whoever made the cron; the record says that the cron did it. */
function actorFor({ id, made_by: { actor, kind } }: DueCron): Actor {
  return kind === "local" ? actor : { ...actor, service: `system:cron:${id}` };
}

/** A thread that is busy keeps the run until it is free. */
function requestOf({ id, payload, metadata, assistant_id, next_run_at: due }: DueCron): RunRequest {
  return {
    multitask_strategy: "enqueue",
    ...payload,
    assistant_id,
    metadata: { ...metadata, cron_id: id, cron_due: due.toISOString() },
  };
}

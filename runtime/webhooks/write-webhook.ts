/** Writes what a run's webhook is told, in the transaction of the run's end: if the end is there, so is the webhook. */
import { jsonText } from "../../language/schema/json-text.ts";
import { findRun } from "../../persistence/statements/runs/find-run.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import { insertWebhook } from "../../persistence/statements/webhooks/insert-webhook.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import { concealedText } from "../failures/concealed.ts";
import { SEES_FAILURES } from "../failures/sees-failures.ts";
import { runOf } from "../protocol/run.ts";
import type { ProcessMessage } from "../pubsub/publish.ts";
import type { Services } from "../services.ts";

/** Whoever made the run has named where its end is told. */
const seesFailures = ({ principal }: RunRow): boolean =>
  !principal || principal.scopes.some((scope) => scope === "*" || scope === SEES_FAILURES);

/** `values`: the thread's, where they are known. Returns the messages that let it be sent at once. */
export async function writeWebhook(
  tx: TenantTx,
  { saver, newId }: Pick<Services, "saver" | "newId">,
  { runId, values }: { readonly runId: string; readonly values?: unknown },
): Promise<ProcessMessage[]> {
  const run = await findRun(tx, runId, null);
  const url = run?.kwargs.webhook;
  if (!run || url === undefined) return [];
  const body = {
    ...runOf(run),
    run_started_at: run.started_at?.toISOString() ?? null,
    run_ended_at: run.ended_at?.toISOString() ?? null,
    webhook_sent_at: run.ended_at?.toISOString() ?? null,
    ...(values != null && { values }),
    ...(run.error && { error: seesFailures(run) ? run.error.message : concealedText(run.error.error, `run ${run.id}`) }),
  };
  const stored = await saver.serde.dumpsTyped(jsonText(body));
  await insertWebhook(tx, { id: `msg_${newId()}`, runId, threadId: run.thread_id, url, body: stored });
  return [{ kind: "due" }];
}

/** Puts a run on a thread: its row, its job and the thread's status are written in the caller's transaction, or not at all. Every run is created here. */

import { insertRun, type NewRun } from "../../persistence/statements/runs/insert-run.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import type { QueuePosition } from "../../persistence/statements/threads/rows.ts";
import type { TenantTx } from "../../persistence/tenancy/tenant-sql.ts";
import type { Acting } from "../identity/acting.ts";
import type { ProcessMessage } from "../pubsub/publish.ts";
import type { RunSlot } from "./commit-run.ts";

export interface RunToEnqueue
  extends Pick<NewRun, "graphId" | "assistantId" | "kind" | "payload" | "requestedBy" | "principal" | "decider" | "afterSeconds" | "turn"> {
  /** Default: the slot's, or a new one. */
  readonly id?: string | undefined;
  /** Where the run may begin in this process; undefined: it goes through the queue. */
  readonly slot?: RunSlot | undefined;
  readonly kwargs?: object | undefined;
  readonly metadata?: object | undefined;
  /** Default: `reject`. */
  readonly multitaskStrategy?: string | undefined;
  /** Locked, or only just inserted. */
  readonly thread: { readonly id: string; readonly definition_hash?: string | null } & QueuePosition;
  /** Another run is ahead of it on the thread: it is held until the thread is free. */
  readonly isBlocked?: boolean;
}

export interface EnqueuedRun {
  readonly run: RunRow;
  /** To be published once the transaction has committed. */
  readonly messages: readonly ProcessMessage[];
}

export async function enqueueRun(
  tx: TenantTx,
  { queue, newId }: Pick<Acting, "queue" | "newId">,
  {
    thread,
    isBlocked = false,
    slot,
    id = slot?.id ?? newId(),
    kwargs = {},
    metadata = {},
    multitaskStrategy = "reject",
    ...run
  }: RunToEnqueue,
): Promise<EnqueuedRun> {
  const threadId = thread.id;
  const position = { tenant: thread.tenant, priority: thread.priority };
  const isHeld = isBlocked || run.afterSeconds !== undefined;
  const content = { ...run, id, threadId, kwargs, metadata, multitaskStrategy, position, isNext: !isBlocked };
  const definition = run.turn ? run.turn.definitionHash : (thread.definition_hash ?? null);
  const begun = isHeld ? undefined : await slot?.begin(tx, content, definition);
  if (begun) return { run: begun, messages: [] };
  const job = isHeld ? null : await queue.send(tx, { id, threadId, position });
  const row = await insertRun(tx, { ...content, job });
  if (isBlocked) return { run: row, messages: [] };
  return { run: row, messages: [{ kind: isHeld ? "due" : "wake" }] };
}

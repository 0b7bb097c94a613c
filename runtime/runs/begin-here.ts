/** Begins a turn in this process at once, where nothing comes before it. A run that needs no queue costs one statement. */
import { asUnavailable, codeOf, isLockRefused } from "../../persistence/connection/unavailable.ts";
import { beginRunHere } from "../../persistence/statements/runs/here/begin-here.ts";
import type { RunRow } from "../../persistence/statements/runs/rows.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import type { Acting } from "../identity/acting.ts";
import { checkpointIn } from "../protocol/checkpoint-ref.ts";
import { asPending } from "../queue/commit-run.ts";
import type { LentSlot } from "../queue/local-starts.ts";
import { mayPassQueue } from "../queue/may-pass-queue.ts";
import { contentOf, type Turn } from "./turn.ts";

/** Undefined: it goes through the queue. */
export async function beginHere(services: Acting, turn: Turn): Promise<RunRow | undefined> {
  const { known } = turn;
  if (!known || services.claim || !isPlain(turn, known) || !mayPassQueue(services)) return undefined;
  const id = services.newId();
  const slot = await services.localStarts.reserve(id);
  if (!slot) return undefined;
  const begun = await begin(services, { turn, known, id, slot }).catch((error: unknown) => {
    slot.giveBack();
    // another request was faster: the queue's way says what that means
    if (codeOf(error) === "23505" || isLockRefused(error)) return undefined;
    // should it have begun all the same, its lease is found as one that nobody works under
    throw asUnavailable(error);
  });
  return begun && asPending(begun);
}

interface Beginning {
  readonly turn: Turn;
  readonly known: ThreadRow;
  readonly id: string;
  readonly slot: LentSlot;
}

async function begin(services: Acting, { turn, known, id, slot }: Beginning): Promise<RunRow | undefined> {
  const { worker, localStarts, database } = services;
  const { tenant } = database.sql;
  const begun = await beginRunHere(localStarts.statement, {
    ...{ ...contentOf(turn, known), id, threadId: known.id, tenant, worker },
    multitaskStrategy: turn.start.request.multitask_strategy ?? "reject",
    threadVersion: known.version ?? "",
  });
  if (!begun) {
    slot.giveBack();
    return undefined;
  }
  const { run, epoch, head } = begun;
  slot.begin({ run, epoch, head, definition: turn.definitionHash, tenant });
  return run;
}

/** A new turn on an idle thread, by today's definition, at its last checkpoint. */
function isPlain({ start: { request }, isToday }: Turn, thread: ThreadRow): boolean {
  const { command, after_seconds, priority, if_thread_status, input } = request;
  return (
    thread.status === "idle" &&
    isToday &&
    (input ?? null) !== null &&
    command === undefined &&
    after_seconds === undefined &&
    (priority === undefined || priority === thread.priority) &&
    (if_thread_status?.includes("idle") ?? true) &&
    Object.keys(checkpointIn(request)).length === 0
  );
}

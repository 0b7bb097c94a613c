/** A signal from outside (law 9): the active run stops at the end of its super-step, and a separate run takes the signal's edge. */

import { signalUpdate } from "../../compile/outside/signal.ts";
import type { NormalGraph } from "../../language/graph/normal-graph.ts";
import { normalise } from "../../language/graph/normalise.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { messageOf } from "../../language/issues/thrown.ts";
import { declarationOf } from "../../language/registry/declaration.ts";
import { MAX_NAME, personNamed } from "../../language/terms/person.ts";
import { waitingNode } from "../../nodes/call/step.ts";
import { recordAudit } from "../../persistence/statements/audit/record-audit.ts";
import { findDefinition } from "../../persistence/statements/definitions/find-definition.ts";
import { findLastBegunRun } from "../../persistence/statements/runs/find-last-begun-run.ts";
import type { RunHeaders } from "../../persistence/statements/runs/rows.ts";
import { findThread } from "../../persistence/statements/threads/find-thread.ts";
import type { ThreadRow } from "../../persistence/statements/threads/rows.ts";
import type { Acting } from "../identity/acting.ts";
import { actorOf, onRecord, type Said } from "../identity/actor.ts";
import { representing } from "../identity/representing.ts";
import { offerOf } from "../offers/offered.ts";
import { orElsewhere } from "../offers/or-elsewhere.ts";
import { plainJson } from "../protocol/plain-json.ts";
import { threadNotFound } from "../protocol/refusals.ts";
import { type Run, runOf } from "../protocol/run.ts";
import { kwargsToContinue } from "../protocol/run-request.ts";
import { commitAndPublish, type ProcessMessage } from "../pubsub/publish.ts";
import { enqueueRun } from "../queue/enqueue-run.ts";
import { lockAndLook } from "../queue/lock-free-thread.ts";

/** One of the signal's roles must be among the sender's. */
export interface SentSignal extends Said {
  readonly signal: string;
}

/**
 * From then on, the thread's open questions can no longer be decided; the signal's run supersedes them.
 *
 * @throws UNKNOWN_SIGNAL, NOT_ALLOWED_TO_DECIDE, and NOTHING_TO_SIGNAL if no node is active.
 */
export async function sendSignal(services: Acting, threadId: string, sent: SentSignal, headers?: RunHeaders): Promise<Run> {
  const thread = await findThread(services.database.sql, threadId);
  if (!thread) throw threadNotFound(threadId);
  const { signal } = sent;
  const actor = actorOf(await representing(services, sent, async () => ({ what: "signal.refused", threadId })), sent);
  const by = await checked(services, thread, { ...actor, signal }).catch(async (error: unknown) => {
    const detail = {
      ...plainJson({ signal, ...onRecord(actor) }),
      by: actor.by?.slice(0, MAX_NAME),
      why: messageOf(error),
      ...(error instanceof SignalboxError && { code: error.code }),
    };
    await recordAudit(services.database.sql, { threadId, what: "signal.refused", detail });
    throw error;
  });
  const run = await commitAndPublish(services, async (tx) => {
    const locked = await lockAndLook(tx, threadId);
    const { graph_id: graphId, assistant_id: assistantId, metadata } = locked?.thread ?? {};
    if (!locked || !graphId || !assistantId) throw threadNotFound(threadId);
    // it has been moved to another version, which may not have the signal
    if (locked.thread.definition_hash !== thread.definition_hash) return { result: undefined, messages: [] };
    const turn = await findLastBegunRun(tx, threadId);
    const { run, messages } = await enqueueRun(tx, services, {
      // behind a run without a job the queue would not hold it back
      isBlocked: locked.isBusyHere,
      ...{ thread: locked.thread, graphId, assistantId, kind: "signal", payload: { signal, headers } },
      ...{ kwargs: kwargsToContinue(turn?.kwargs ?? {}), metadata, multitaskStrategy: "enqueue", requestedBy: by },
      principal: turn?.principal,
      decider: actor.principal,
    });
    await recordAudit(tx, { threadId, run: run.id, what: "thread.signalled", detail: { signal, ...onRecord(actor), by } });
    const drained: ProcessMessage[] = locked.busyWith === undefined ? [] : [{ kind: "drain", run: locked.busyWith }];
    return { result: runOf(run), messages: [...messages, ...drained] };
  });
  return run ?? sendSignal(services, threadId, sent, headers);
}

/** Resolves to the sender's name. */
async function checked(services: Acting, thread: ThreadRow, { signal, by: said, roles = [] }: SentSignal): Promise<string> {
  const by = personNamed(said) ?? "unknown";
  const graph = await graphOf(services, thread);
  if (graph) {
    signalUpdate(graph, signal);
    const allowed = graph.signals[signal]?.by ?? [];
    if (!roles.some((role) => allowed.includes(role))) throw mayNotSend(signal, { by, allowed, roles });
  }
  if (!graph || !isUnderWay(thread)) throw nothingToSignal(thread, signal);
  return by;
}

function mayNotSend(
  signal: string,
  { by, ...facts }: { by: string; allowed: readonly string[]; roles: readonly string[] },
): SignalboxError {
  const why = facts.roles.length === 0 ? "the request names no roles: send `roles`" : `not ${facts.roles.join(", ")}`;
  const message = `${by} may not send "${signal}": it takes ${facts.allowed.join(" or ")}; ${why}.`;
  return new SignalboxError("NOT_ALLOWED_TO_DECIDE", message, { signal, by, ...facts });
}

type Signalled = Pick<NormalGraph, "id" | "signals">;

/** Which signals a graph has, and who may send them, its definition says without the code. */
async function graphOf(services: Acting, { graph_id, definition_hash }: ThreadRow): Promise<Signalled | undefined> {
  if (!graph_id) return undefined;
  const compiled = await orElsewhere(services, offerOf(graph_id, definition_hash), () =>
    services.graphs.compiled(graph_id, definition_hash),
  );
  const declaration = compiled && declarationOf(compiled);
  if (declaration) return normalise(declaration.graph, declaration.registry);
  const stored = compiled || definition_hash === null ? undefined : await findDefinition(services.database.sql, definition_hash);
  return stored && { id: stored.canonical.id, signals: stored.canonical.signals ?? {} };
}

/** It runs, waits for a person, or waits for the next message. */
function isUnderWay({ status, last_path }: ThreadRow): boolean {
  return status === "busy" || status === "interrupted" || waitingNode(last_path ?? []) !== undefined;
}

const nothingToSignal = ({ id, status }: ThreadRow, signal: string): SignalboxError =>
  new SignalboxError("NOTHING_TO_SIGNAL", `Thread ${id} is ${status}: there is no active node for signal "${signal}".`, {
    thread: id,
    signal,
  });

/** The ways in which a run route responds: the run's location, its result when it ends, its events as they come. */
import type { Request, Response } from "express";
import { z } from "zod";
import { onlyThese } from "../../../language/schema/only-these.ts";
import type { Run } from "../../../runtime/protocol/run.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { onAccessLost } from "../../connections/lost-access.ts";
import { protocolError } from "../../http/error-handler.ts";
import { sendWhenDone } from "../../http/keep-alive.ts";
import { unsupported } from "../../http/parse.ts";
import { type StreamEvent, sendEvents } from "../../http/sse.ts";
import { ticketFields } from "../tickets.ts";
import { streamMode } from "./run-body.ts";

/** The query of every route that follows a run. */
const cancel_on_disconnect = z.stringbool().default(false);
const namespace = unsupported("a selection of subgraphs");

export const followQuery = onlyThese({ cancel_on_disconnect });
export const startStreamQuery = onlyThese({ namespace });

/** Modes as the official client repeats them, separated by commas, or as a JSON list. */
const modes = z
  .union([z.string(), z.array(z.string())])
  .transform((texts, context) => [texts].flat().flatMap((text) => modesIn(text, context)))
  .pipe(z.array(streamMode).min(1, "name a mode"));

export const streamQuery = onlyThese({
  cancel_on_disconnect,
  stream_mode: modes.optional(),
  namespace,
  /** What the client shows already. The run is replayed from its beginning all the same: clients of LangChain expect that from servers. */
  checkpoint_id: z.string().optional(),
  ...ticketFields,
});

function modesIn(text: string, context: z.RefinementCtx): unknown {
  if (!text.trim().startsWith("["))
    return text
      .split(",")
      .map((mode) => mode.trim())
      .filter((mode) => mode !== "");
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "not a JSON list" });
    return [];
  }
}

/** Which run, and what happens to it when the client disconnects. */
export interface Followed {
  /** Null for a run on a temporary thread. */
  readonly threadId: string | null;
  readonly runId: string;
  readonly cancelOnDisconnect: boolean;
}

/** Clients read the thread's and the run's id from this header. It includes the path under which an application has mounted the API. */
export function setRunLocation(response: Response, run: Run, threadId: string | null): void {
  response.set("Content-Location", `${response.req.baseUrl}${threadId === null ? "" : `/threads/${threadId}`}/runs/${run.run_id}`);
}

/** Where the official client reconnects when the connection breaks, with the id of the last event that it received. It puts the URL of the API before it. */
export function setReconnectLocation(response: Response, { thread_id, run_id }: Run): void {
  response.set("Location", `/threads/${thread_id}/runs/${run_id}/stream`);
}

/** Of a response that comes when the run has ended, which may be never. */
function sayWhyItWaits(response: Response, runs: Runtime["runs"]): void {
  const why = runs.waitsBecause();
  if (why !== undefined) response.set("Signalbox-Waits-Because", why);
}

export async function sendResult(response: Response, runs: Runtime["runs"], followed: Followed): Promise<void> {
  const disconnected = new AbortController();
  onClientDisconnect(response, () => {
    disconnected.abort();
    return cancelIfWanted(runs, followed);
  });
  const { threadId, runId } = followed;
  sayWhyItWaits(response, runs);
  const lost = Promise.withResolvers<never>();
  onAccessLost(response.req, (why) => {
    lost.reject(why);
    disconnected.abort();
  });
  const result = runs.join(threadId, runId, { signal: disconnected.signal });
  await sendWhenDone(response, Promise.race([lost.promise, result]), (error) => ({ __error__: protocolError(error) }));
}

/** Starts after the event in `Last-Event-ID`, if the client sends one. `modes`: those that the reader names, by default all of the run. */
export async function sendRunEvents(
  request: Request,
  response: Response,
  {
    runs,
    followed,
    modes,
  }: { readonly runs: Runtime["runs"]; readonly followed: Followed; readonly modes?: readonly string[] | undefined },
): Promise<void> {
  const disconnected = new AbortController();
  const { threadId, runId } = followed;
  const lastEventId = request.get("Last-Event-ID") || undefined;
  const events = await runs.openStream(threadId, runId, { lastEventId, modes, signal: disconnected.signal });
  onClientDisconnect(response, () => {
    disconnected.abort();
    return cancelIfWanted(runs, followed);
  });
  sayWhyItWaits(response, runs);
  await sendEvents(response, withFinalError(events, disconnected.signal), () => runs.waitsBecause());
}

/** An error becomes the stream's last event, because the status is already sent. */
async function* withFinalError(events: AsyncIterable<StreamEvent>, disconnected: AbortSignal): AsyncGenerator<StreamEvent> {
  try {
    yield* events;
  } catch (error) {
    if (!disconnected.aborted) yield { event: "error", data: protocolError(error) };
  }
}

/** Calls `act` once when the client disconnects before its response is complete, also if it has already disconnected. */
function onClientDisconnect(response: Response, act: () => Promise<void>): void {
  const onClose = (): void => {
    if (response.writableFinished) return;
    act().catch((error: Error) => {
      response.err = error;
    });
  };
  if (response.closed) onClose();
  else response.once("close", onClose);
}

async function cancelIfWanted(runs: Runtime["runs"], { threadId, runId, cancelOnDisconnect }: Followed): Promise<void> {
  if (cancelOnDisconnect) await runs.cancel(threadId, runId, { action: "interrupt", reason: "disconnected" });
}

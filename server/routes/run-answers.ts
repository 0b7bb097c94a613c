/** The three ways in which a run route answers: the run itself, its result when it is done, its events as they come. */
import type { Request, Response } from "express";
import { z } from "zod";
import type { Run } from "../../runtime/protocol/run.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { protocolError } from "../http/error-handler.ts";
import { sendWhenDone } from "../http/keep-alive.ts";
import { type StreamEvent, sendEvents } from "../http/sse.ts";

/** What whoever follows a run may ask. */
export const followQuery = z.object({ cancel_on_disconnect: z.stringbool().default(false) });

/** Which run, and what becomes of it when the client goes away. */
export interface Followed {
  /** Null for a run that brought its own temporary thread. */
  readonly threadId: string | null;
  readonly runId: string;
  readonly cancelOnDisconnect: boolean;
}

/** Where the run is found: clients take thread and run from this to come back to it. */
export function locate(response: Response, run: Run, threadId: string | null): void {
  response.set("Content-Location", `${threadId === null ? "" : `/threads/${threadId}`}/runs/${run.run_id}`);
}

/** Where the official client goes on when the connection breaks: it sends the id of the last event that it saw. */
export function comeBackTo(response: Response, { thread_id, run_id }: Run): void {
  response.set("Location", `/threads/${thread_id}/runs/${run_id}/stream`);
}

export async function sendResult(response: Response, runs: Runtime["runs"], followed: Followed): Promise<void> {
  whenGone(response, () => leave(runs, followed));
  const { threadId, runId } = followed;
  await sendWhenDone(response, runs.join(threadId, runId), (error) => ({ __error__: protocolError(error) }));
}

/** Begins after the event that the client saw last, when it says which. */
export async function sendRunEvents(request: Request, response: Response, runs: Runtime["runs"], followed: Followed): Promise<void> {
  const gone = new AbortController();
  whenGone(response, () => {
    gone.abort();
    return leave(runs, followed);
  });
  const lastEventId = request.get("Last-Event-ID") || undefined;
  const events = runs.stream(followed.threadId, followed.runId, { lastEventId, signal: gone.signal });
  await sendEvents(response, endingInErrors(events, gone.signal));
}

/** A failure under way is the stream's last event: its status is already sent. */
async function* endingInErrors(events: AsyncIterable<StreamEvent>, gone: AbortSignal): AsyncGenerator<StreamEvent> {
  try {
    yield* events;
  } catch (error) {
    if (!gone.aborted) yield { event: "error", data: protocolError(error) };
  }
}

/** Acts once when the client leaves before its answer is complete, also when it has left already. */
function whenGone(response: Response, act: () => Promise<void>): void {
  const onClose = (): void => {
    if (response.writableFinished) return;
    act().catch((error: Error) => {
      response.err = error;
    });
  };
  if (response.closed) onClose();
  else response.once("close", onClose);
}

async function leave(runs: Runtime["runs"], { threadId, runId, cancelOnDisconnect }: Followed): Promise<void> {
  if (cancelOnDisconnect) await runs.cancel(threadId, runId, { action: "interrupt", wait: false });
}

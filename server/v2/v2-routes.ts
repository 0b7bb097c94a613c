/** Protocol v2 of a thread: commands, and its events as a stream of server-sent events or through a WebSocket. */

import { v7 as uuid7 } from "@langchain/core/utils/uuid";
import { type Request, type Response, Router } from "express";
import type { Logger } from "pino";
import { SignalboxError } from "../../language/issues/errors.ts";
import type { ProtocolEvent } from "../../runtime/protocol-v2/protocol-event.ts";
import { onAccessLost } from "../connections/lost-access.ts";
import { openStreamsOf } from "../connections/open-streams.ts";
import { acceptUpgrade, isUpgrade } from "../connections/upgrades.ts";
import type { HeadersOf } from "../http/configurable-headers.ts";
import { protocolError } from "../http/error-handler.ts";
import { noQuery, parseBody, parseId, parseQuery } from "../http/parse.ts";
import { type StreamEvent, sendEvents } from "../http/sse.ts";
import { callerOf } from "../identity/caller-of.ts";
import type { ServicesOf } from "../identity/services-of.ts";
import { eventStreamBody, socketQuery } from "./command-schemas.ts";
import { answerTo, type Commanded } from "./commands.ts";
import { SocketSession } from "./socket-session.ts";

export interface V2Options {
  readonly services: ServicesOf;
  readonly headersOf: HeadersOf;
  readonly logger: Logger | undefined;
  /** Of a message, in bytes. */
  readonly maxMessage: number;
}

const STREAM = "/threads/:thread_id/stream/events";
/** The paths that take a WebSocket. */
export const UPGRADE_PATH = /^\/threads\/[^/]+\/stream\/events\/?$/;

export function v2Routes({ services, headersOf, logger, maxMessage }: V2Options): Router {
  const router = Router();
  const commandedBy = (request: Request): Commanded => ({
    ...{ v2: services(request).v2, caller: callerOf(request) },
    threadId: parseId(request, "thread_id"),
    from: { headers: headersOf(request) },
    onError: (err) => logger?.error({ err, path: request.path }, "a command or stream of protocol v2 failed"),
  });
  router.post("/threads/:thread_id/commands", noQuery, async (request, response) => {
    response.json(await answerTo(commandedBy(request), request.body));
  });
  router.post(STREAM, noQuery, async (request, response) => {
    const { v2, threadId, onError } = commandedBy(request);
    const filter = parseBody(request, eventStreamBody);
    await sendThread(response, (signal) => withFinalError(eventsOf(v2.events(threadId, filter, signal)), { signal, onError }));
  });
  router.get(STREAM, (request, response) => {
    parseQuery(request, socketQuery);
    const commanded = commandedBy(request);
    if (!isUpgrade(request))
      throw new SignalboxError("UPGRADE_REQUIRED", `GET ${request.path} is a WebSocket: POST opens a stream of events`);
    acceptUpgrade(response, maxMessage, (socket) => {
      const session = new SocketSession(socket, { ...commanded, newId: uuid7 });
      const closed = openStreamsOf(request)?.add(() => session.end());
      if (closed) socket.once("close", closed);
      onAccessLost(request, (why) => session.refuse(why));
    });
  });
  return router;
}

/** Until the client goes, or the server stops. */
async function sendThread(response: Response, open: (signal: AbortSignal) => AsyncIterable<StreamEvent>): Promise<void> {
  const ended = new AbortController();
  response.once("close", () => ended.abort());
  await sendEvents(response, open(ended.signal));
}

async function* eventsOf(events: AsyncIterable<ProtocolEvent>): AsyncGenerator<StreamEvent> {
  for await (const event of events) yield { id: event.event_id, event: event.method, data: event };
}

/** The status is already sent. */
async function* withFinalError(
  events: AsyncIterable<StreamEvent>,
  { signal, onError }: { readonly signal: AbortSignal; readonly onError: (error: unknown) => void },
): AsyncGenerator<StreamEvent> {
  try {
    yield* events;
  } catch (error) {
    if (signal.aborted) return;
    onError(error);
    yield { event: "error", data: protocolError(error) };
  }
}

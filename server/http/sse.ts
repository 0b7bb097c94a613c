/** Server-sent events in the form of the LangGraph protocol: `event`, `data`, `id`, in this order. It knows nothing about runs. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import { jsonText } from "../../language/schema/json-text.ts";
import { onAccessLost } from "../connections/lost-access.ts";
import { openStreamsOf } from "../connections/open-streams.ts";
import { protocolError } from "./error-handler.ts";

export interface StreamEvent {
  readonly id?: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

/** JSON text has no other ends of lines; a client whose reader takes these for one would cut the event in two. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;
const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** A graph inside a node is named after the node, which may have any name. */
const oneLine = (name: string): string => name.replaceAll(/[\p{Cc}\u2028\u2029]/gu, " ");

/** Proxies close silent connections, and clients detect a dead one by missing heartbeats. */
const HEARTBEAT_MS = 15_000;

export function formatEvent({ id, event, data }: StreamEvent): string {
  const lines = [`event: ${oneLine(event)}`, `data: ${jsonText(data ?? null).replaceAll(LINE_ENDS, escaped)}`];
  if (id !== undefined) lines.push(`id: ${oneLine(id)}`);
  return `${lines.join("\n")}\n\n`;
}

/** Writes each event as it comes, never faster than the client reads, and ends the response. Stops when the client disconnects, and between two events when the server stops or the caller may no longer read. */
export async function sendEvents(
  response: Response,
  events: AsyncIterable<StreamEvent>,
  comment: () => string | undefined = () => undefined,
): Promise<void> {
  const headers = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",
  };
  response.writeHead(200, headers);
  response.flushHeaders();
  const writeComment = (text: string | undefined): unknown => text !== undefined && response.write(`: ${oneLine(text)}\n\n`);
  writeComment(comment());
  const heartbeat = setInterval(() => writeComment(comment() ?? "heartbeat"), HEARTBEAT_MS);
  const stopped = Promise.withResolvers<StreamEvent | undefined>();
  const closed = openStreamsOf(response.req)?.add(() => stopped.resolve(undefined));
  onAccessLost(response.req, (error) => stopped.resolve({ event: "error", data: protocolError(error) }));
  try {
    await pipeline(Readable.from(formatted(events, stopped.promise), { highWaterMark: 1 }), response);
  } catch (error) {
    if (!response.destroyed) throw error;
  } finally {
    clearInterval(heartbeat);
    closed?.();
  }
}

/** `stopped`: the last event, if it needs one. */
async function* formatted(events: AsyncIterable<StreamEvent>, stopped: Promise<StreamEvent | undefined>): AsyncGenerator<string> {
  const reading = events[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([reading.next(), stopped.then((last) => ({ last }))]);
      if ("last" in next) {
        if (next.last) yield formatEvent(next.last);
        return;
      }
      if (next.done) return;
      yield formatEvent(next.value);
    }
  } finally {
    // not awaited: it waits for the event that it waits for
    reading.return?.().catch(() => {});
  }
}

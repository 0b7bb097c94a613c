/** Server-sent events in the form of the LangGraph protocol: `event`, `data`, `id`, in this order. It knows nothing about runs. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import { jsonText } from "../../language/schema/json-text.ts";

export interface StreamEvent {
  readonly id?: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

/** Proxies close silent connections, and clients detect a dead one by missing heartbeats. */
const HEARTBEAT_MS = 15_000;

export function formatEvent({ id, event, data }: StreamEvent): string {
  const lines = [`event: ${event}`, `data: ${jsonText(data ?? null)}`];
  if (id !== undefined) lines.push(`id: ${id}`);
  return `${lines.join("\n")}\n\n`;
}

/** Writes each event as it comes, never faster than the client reads, and ends the response. Stops when the client disconnects. */
export async function sendEvents(response: Response, events: AsyncIterable<StreamEvent>): Promise<void> {
  // not with Express's set, which would add a charset: some clients compare the whole type
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no" });
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(": heartbeat\n\n"), HEARTBEAT_MS);
  try {
    await pipeline(Readable.from(formatted(events), { highWaterMark: 1 }), response);
  } catch (error) {
    if (!response.destroyed) throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

async function* formatted(events: AsyncIterable<StreamEvent>): AsyncGenerator<string> {
  for await (const event of events) yield formatEvent(event);
}

/** Server-sent events as the LangGraph protocol writes them: `event`, `data`, `id`, in this order. Knows nothing of runs. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";

export interface StreamEvent {
  readonly id?: string | undefined;
  readonly event: string;
  readonly data: unknown;
}

/** Proxies close silent connections; clients that measure this beat notice a dead one. */
const heartbeatMs = 15_000;

export function formatEvent({ id, event, data }: StreamEvent): string {
  const lines = [`event: ${event}`, `data: ${JSON.stringify(data ?? null)}`];
  if (id !== undefined) lines.push(`id: ${id}`);
  return `${lines.join("\n")}\n\n`;
}

/** Writes every event as it comes, never faster than the client reads, and ends the response. Stops reading when the client has gone. */
export async function sendEvents(response: Response, events: AsyncIterable<StreamEvent>): Promise<void> {
  // not by Express's set: it would add a charset, and some clients compare the whole type
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache", "X-Accel-Buffering": "no" });
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(": heartbeat\n\n"), heartbeatMs);
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

/** Slow responses: a newline per second until the result arrives, so that no proxy closes the connection. The status is always 200. */
import type { Response } from "express";
import { jsonText } from "../../language/schema/json-text.ts";

const NEWLINE_EVERY_MS = 1_000;

/** Sends the result as JSON. `failure` turns a rejection into the body for the client. */
export async function sendWhenDone(response: Response, result: Promise<unknown>, failure: (error: unknown) => unknown): Promise<void> {
  response.status(200).set("Content-Type", "application/json; charset=utf-8");
  response.flushHeaders();
  const newlines = setInterval(() => response.write("\n"), NEWLINE_EVERY_MS);
  response.once("close", () => clearInterval(newlines));
  const body = await result.catch(failure);
  clearInterval(newlines);
  if (!response.destroyed) response.end(jsonText(body ?? null));
}

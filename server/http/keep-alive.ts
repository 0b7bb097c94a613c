/** Answers that take long: a newline a second until the result is there, so that no proxy gives up. The status is 200 whatever comes. */
import type { Response } from "express";

const beatMs = 1_000;

/** Sends what `result` resolves to, as JSON. `failure` turns a rejection into the body that the client will read. */
export async function sendWhenDone(response: Response, result: Promise<unknown>, failure: (error: unknown) => unknown): Promise<void> {
  response.status(200).set("Content-Type", "application/json");
  response.flushHeaders();
  const beat = setInterval(() => response.write("\n"), beatMs);
  response.once("close", () => clearInterval(beat));
  const body = await result.catch(failure);
  clearInterval(beat);
  if (!response.destroyed) response.end(JSON.stringify(body ?? null));
}

/** A Node request as a fetch Request, and a Response sent by Node. Its body is not read before somebody asks for it. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Request as ExpressRequest, Response as ExpressResponse } from "express";

const WITHOUT_BODY = ["GET", "HEAD"];

export function requestOf(request: ExpressRequest, response: ExpressResponse): Request {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(request.headersDistinct)) for (const value of values) headers.append(name, value);
  const { method } = request;
  const body = WITHOUT_BODY.includes(method) ? {} : { body: lazily(request), duplex: "half" as const };
  return new Request(new URL(request.originalUrl, `${request.protocol}://${request.get("host")}`), {
    ...{ method, headers, signal: gone.signal },
    ...body,
  });
}

function lazily(request: ExpressRequest): ReadableStream<Uint8Array> {
  let chunks: AsyncIterator<Uint8Array> | undefined;
  return new ReadableStream(
    {
      async pull(controller) {
        chunks ??= request[Symbol.asyncIterator]();
        const { value, done } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    },
    { highWaterMark: 0 },
  );
}

export async function sendResponse(response: ExpressResponse, answer: Response): Promise<void> {
  response.status(answer.status);
  for (const [name, value] of answer.headers) if (name !== "set-cookie") response.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  if (!answer.body) {
    response.end();
    return;
  }
  response.flushHeaders();
  try {
    await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response);
  } catch (error) {
    // a client that has left is no error
    if (!response.destroyed) throw error;
  }
}

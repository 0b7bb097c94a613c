/** Notices a response that ends before its result has come: the protocol's client would wait for it for ever. */
import { ConnectionLost } from "../failures.ts";

/** How long what has arrived may take to be read. */
const READ_MS = 1_000;

export class BrokenResponses {
  readonly #lost = new Map<string, (error: Error) => void>();

  /** `call` is in the request's `_meta`. */
  async during<T>(call: string, result: Promise<T>): Promise<T> {
    const lost = Promise.withResolvers<never>();
    this.#lost.set(call, lost.reject);
    try {
      return await Promise.race([result, lost.promise]);
    } finally {
      this.#lost.delete(call);
    }
  }

  /** The response, which reports its end. */
  watched(response: Response, sent: unknown): Response {
    const call = typeof sent === "string" ? /"signalbox\/call":"([^"]+)"/.exec(sent)?.[1] : undefined;
    if (call === undefined || !response.body || !response.ok) return response;
    const report = () => void setTimeout(() => this.#lost.get(call)?.(new ConnectionLost("the response ended before its result")), READ_MS);
    const reader = response.body.getReader();
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (value) controller.enqueue(value);
          if (!done) return;
          report();
          controller.close();
        } catch (error) {
          report();
          controller.error(error);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
    const { status, statusText, headers } = response;
    return new Response(body, { status, statusText, headers });
  }
}

/** `fetch` on this server for code of this process: the SDK's client without an `apiUrl` uses it, in nodes and in the application's own routes. */
import type { Express } from "express";
import { callerOfCurrentRun } from "../../runtime/engine/run-context.ts";
import { createFetchHandler } from "../fetch-handler.ts";
import { callerContext } from "../identity/caller-context.ts";
import type { LentApi } from "./lent-api.ts";

const LOOPBACK = Symbol.for("langgraph_api:fetch");

/** A run calls as whoever has asked for it. Code of which nobody is known passes authentication like any request. Returns the function that takes it away. */
export function provideLoopbackFetch(app: Express, lent: LentApi): () => Promise<void> {
  const handler = createFetchHandler(app);
  const loopback = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request ? new Request(input, init) : new Request(new URL(input, "http://localhost"), init);
    const caller = callerOfCurrentRun() ?? callerContext.getStore();
    return caller ? lent.fetch(request, caller) : handler(request);
  };
  Object.assign(globalThis, { [LOOPBACK]: loopback });
  return async () => {
    if (Reflect.get(globalThis, LOOPBACK) === loopback) Reflect.deleteProperty(globalThis, LOOPBACK);
    await handler.close();
  };
}

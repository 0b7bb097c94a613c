/** The API for code of this process that acts as a caller who is known already: a graph that calls its own server, or a route of the application's. */
import { randomUUID } from "node:crypto";
import express, { type RequestHandler } from "express";
import type { Caller } from "../../runtime/identity/caller.ts";
import { createFetchHandler, type FetchHandler } from "../fetch-handler.ts";
import { setCaller } from "../identity/caller-of.ts";

/** Never leaves the process: requests that bring one of their own find nobody under it. */
const TICKET = "signalbox-lent-caller";

export interface LentApi {
  readonly fetch: (request: Request, caller: Caller) => Promise<Response>;
  readonly close: FetchHandler["close"];
}

/** `useApi` adds the API's routes to an app that knows its callers. */
export function lentApi(useApi: (app: express.Express) => void): LentApi {
  const callers = new Map<string, Caller>();
  const takeCaller: RequestHandler = (request, response, next) => {
    const ticket = request.get(TICKET) ?? "";
    const caller = callers.get(ticket);
    callers.delete(ticket);
    delete request.headers[TICKET];
    if (!caller) return void response.status(401).type("text/plain").send("Nobody is known by this request");
    setCaller(request, caller);
    next();
  };
  const app = express();
  app.use(takeCaller);
  useApi(app);
  const handler = createFetchHandler(app);
  return {
    close: () => handler.close(),
    async fetch(request, caller) {
      const ticket = randomUUID();
      callers.set(ticket, caller);
      const headers = new Headers(request.headers);
      headers.set(TICKET, ticket);
      try {
        return await handler(new Request(request, { headers }));
      } finally {
        callers.delete(ticket);
      }
    },
  };
}

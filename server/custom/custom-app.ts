/** Routes of the application's own, before those of the API: `http.app` of langgraph.json. What they do not answer, the API does. */
import type { RequestHandler } from "express";
import { SignalboxError } from "../../language/issues/errors.ts";
import { isUpgrade } from "../connections/upgrades.ts";
import { callerContext } from "../identity/caller-context.ts";
import { callerOf } from "../identity/caller-of.ts";
import { type HonoApp, isHonoApp, wrappedHono } from "./hono-app.ts";
import { requestOf, sendResponse } from "./web-request.ts";

type Fetch = (request: Request) => Response | Promise<Response>;

/** An Express app or router, a Hono app, or a fetch handler, with its function under `fetch` or by itself. */
export type CustomApp = RequestHandler | Fetch | { readonly fetch: Fetch };

/** `api` is the rest of the server for the request under way, as a function. */
export function customRoutes(custom: CustomApp, api: (request: Request) => Promise<Response>): RequestHandler {
  const routes = isExpress(custom) ? custom : isHonoApp(custom) ? honoRoutes(custom, api) : fetchRoutes(fetchOf(custom));
  // what they call by the loopback fetch, they call as whoever has called them
  return (request, response, next) => callerContext.run(callerOf(request), () => routes(request, response, next));
}

/** Express counts the parameters of a handler too. */
const isExpress = (custom: CustomApp): custom is RequestHandler =>
  typeof custom === "function" && (custom.length > 1 || ("handle" in custom && "use" in custom));

/** @throws CONFIG_INVALID */
function fetchOf(custom: Exclude<CustomApp, RequestHandler> | RequestHandler): Fetch {
  if (typeof custom === "function") return custom as Fetch; // those of Express have been taken out
  if (typeof custom?.fetch === "function") return (request) => custom.fetch(request);
  throw new SignalboxError("CONFIG_INVALID", "http.app must export an Express app, a Hono app or a fetch handler.");
}

/** A handler that has no route for a request answers 404. */
function fetchRoutes(fetch: Fetch): RequestHandler {
  return async (request, response, next) => {
    const answer = await fetch(requestOf(request, response));
    if (answer.status === 404 && !request.readableDidRead) return next();
    await sendResponse(response, answer);
  };
}

/** Its middlewares also run around what the API answers, as in LangGraph's own server, and before a WebSocket is accepted. */
function honoRoutes(app: HonoApp, api: (request: Request) => Promise<Response>): RequestHandler {
  const upgrades = new WeakMap<Request, "asked" | "passed">();
  const whole = wrappedHono(app, async (request) => {
    if (!upgrades.has(request)) return api(request);
    upgrades.set(request, "passed");
    return new Response(null, { status: 204 });
  });
  return async (request, response, next) => {
    const asked = requestOf(request, response);
    if (isUpgrade(request)) upgrades.set(asked, "asked");
    const answer = await whole.fetch(asked);
    if (upgrades.get(asked) === "passed") return next();
    await sendResponse(response, answer);
  };
}

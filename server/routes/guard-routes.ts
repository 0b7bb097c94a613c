/** Puts before each route of the app what the table of operations demands. A route that the table does not know lets no server start. */
import type { Express, RequestHandler } from "express";
import { requireScope } from "../../runtime/identity/require-scope.ts";
import { eachRoute, putBefore } from "../http/each-route.ts";
import { callerOf } from "../identity/caller-of.ts";
import { type ApiScope, operations } from "../operations.ts";

export function guardRoutes(app: Express): void {
  const routes = eachRoute(app.router);
  const unlisted = routes.flatMap(([key]) => (Object.hasOwn(operations, key) ? [] : [key]));
  if (unlisted.length > 0) throw new Error(`Routes without a line in server/operations.ts: ${unlisted.join(", ")}`);
  for (const [key, route] of routes) {
    const scope = operations[key]?.scope;
    if (scope !== undefined && scope !== "open") putBefore(route, needs(scope));
  }
}

const needs =
  (scope: ApiScope): RequestHandler =>
  (request, _response, next) => {
    requireScope(callerOf(request), scope);
    next();
  };

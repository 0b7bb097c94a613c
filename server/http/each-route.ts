/** The routes of an Express app, with those of its routers, by method and path: "GET /threads/:thread_id". */
import type { IRoute, IRouter } from "express";

export function eachRoute(router: Pick<IRouter, "stack">): [key: string, route: IRoute][] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route)
      return [...new Set(route.stack.map(({ method }) => method.toUpperCase()))].map((method): [string, IRoute] => [
        `${method} ${route.path}`,
        route,
      ]);
    return isRouter(handle) ? eachRoute(handle) : [];
  });
}

const isRouter = (handle: object): handle is IRouter => "stack" in handle && Array.isArray(handle.stack);

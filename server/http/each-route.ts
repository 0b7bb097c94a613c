/** The routes of an Express app, with those of its routers, by method and path: "GET /threads/:thread_id". */
import type { IRoute, IRouter, RequestHandler } from "express";

export function eachRoute(router: Pick<IRouter, "stack">): [key: string, route: IRoute][] {
  return router.stack.flatMap(({ route, handle }) => {
    if (route) return [...new Set(route.stack.map(methodOf))].map((method): [string, IRoute] => [`${method} ${route.path}`, route]);
    return isRouter(handle) ? eachRoute(handle) : [];
  });
}

/** Undefined: a handler of every method. */
const methodOf = ({ method }: { readonly method: string | undefined }): string => (method ?? "*").toUpperCase();

const add: Readonly<Record<string, (route: IRoute, handler: RequestHandler) => void>> = {
  GET: (route, handler) => route.get(handler),
  POST: (route, handler) => route.post(handler),
  PUT: (route, handler) => route.put(handler),
  PATCH: (route, handler) => route.patch(handler),
  DELETE: (route, handler) => route.delete(handler),
};

/** Runs before the route's own handlers. A middleware of the app would have to guess which route a path means. */
export function putBefore(route: IRoute, handler: RequestHandler): void {
  const own = route.stack.splice(0);
  for (const method of new Set(own.map(methodOf))) (add[method] ?? unknownMethod(method))(route, handler);
  route.stack.push(...own);
}

const unknownMethod = (method: string): never => {
  throw new Error(`A route for ${method} cannot be guarded: add the method in each-route.ts`);
};

const isRouter = (handle: object): handle is IRouter => "stack" in handle && Array.isArray(handle.stack);

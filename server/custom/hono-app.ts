/** A Hono app of the application's, made known by its methods: which version of Hono it is, is the application's own business. */

interface HonoContext {
  readonly req: { readonly raw: Request; json(): Promise<unknown> };
}

export interface HonoApp {
  readonly routes: readonly unknown[];
  fetch(request: Request): Response | Promise<Response>;
  route(path: string, app: HonoApp): unknown;
  all(path: string, handler: (context: HonoContext) => Promise<Response>): unknown;
  onError(handler: unknown): unknown;
  readonly errorHandler?: unknown;
}

export const isHonoApp = (value: object): value is HonoApp =>
  "fetch" in value && "routes" in value && Array.isArray(value.routes) && "route" in value && typeof value.route === "function";

/** The app with the API behind it, as an app of its own class. Its `notFound` does not count: the API comes after it. */
export function wrappedHono(app: HonoApp, api: (request: Request) => Promise<Response>): HonoApp {
  const whole: HonoApp = Reflect.construct(app.constructor, []);
  whole.route("/", app);
  whole.all("*", async ({ req }) => api(await withBodyOf(req)));
  return whole;
}

/** A middleware may have read the body, and changed what it has read. */
async function withBodyOf(req: HonoContext["req"]): Promise<Request> {
  if (!req.raw.bodyUsed) return req.raw;
  const { url, method, headers, signal } = req.raw;
  const kept = new Headers(headers);
  kept.delete("content-length");
  kept.delete("content-encoding");
  return new Request(url, { method, headers: kept, signal, body: JSON.stringify(await req.json()) });
}

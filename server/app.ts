/** The HTTP API as an Express app: the middlewares and routers in their order. It never listens; listen.ts does. */
import express, { type Express, type RequestHandler } from "express";
import helmet from "helmet";
import type { Logger } from "pino";
import { keepNegativeZero } from "../language/schema/json-text.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { onlyUpgradesOf } from "./connections/upgrades.ts";
import { type CustomApp, customRoutes } from "./custom/custom-app.ts";
import { type LentApi, lentApi } from "./custom/lent-api.ts";
import { type UiBundles, uiRoutes } from "./custom/ui.ts";
import { allowedOrigins, type CorsSettings } from "./http/allowed-origins.ts";
import { bodyLimitOf } from "./http/body-limit.ts";
import { type ConfigurableHeaders, configurableHeaders } from "./http/configurable-headers.ts";
import { errorHandler, noSuchRoute, respondWithProblems } from "./http/error-handler.ts";
import { refuseUnknownHosts } from "./http/known-hosts.ts";
import { refuseBrokenText, rejectUnsafe } from "./http/parse.ts";
import { requestLog } from "./http/request-log.ts";
import { askAgain } from "./identity/ask-again.ts";
import { authenticate } from "./identity/authenticate.ts";
import { callerOf } from "./identity/caller-of.ts";
import { type IdentityOptions, identityFrom } from "./identity/identity-options.ts";
import { type Limits, limitRequests } from "./identity/limits.ts";
import { servicesOf } from "./identity/services-of.ts";
import { linkForms, linkRoutes } from "./links/link-routes.ts";
import { openApiRoutes } from "./openapi/openapi-routes.ts";
import { ownPaths } from "./operations.ts";
import { type RouteGroup, routeGroups } from "./route-groups.ts";
import { assistantRoutes } from "./routes/assistants.ts";
import { cronRoutes } from "./routes/crons.ts";
import { guardRoutes } from "./routes/guard-routes.ts";
import { interruptRoutes } from "./routes/interrupts.ts";
import { installedVersions, metaRoutes, type Versions } from "./routes/meta.ts";
import { manyRunRoutes } from "./routes/runs/many-runs.ts";
import { runRoutes } from "./routes/runs/runs.ts";
import { storeRoutes } from "./routes/store.ts";
import { threadStateRoutes } from "./routes/thread-state.ts";
import { threadRoutes } from "./routes/threads.ts";
import { ticketRoutes } from "./routes/tickets.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { UPGRADE_PATH, v2Routes } from "./v2/v2-routes.ts";

export interface AppOptions extends IdentityOptions {
  readonly runtime: Runtime;
  /** What GET /info says. Default: those of the installed packages. */
  readonly versions?: Versions;
  /** Logs one line per request. Without it nothing is logged. */
  readonly logger?: Logger;
  readonly cors?: CorsSettings;
  /** Names by which requests may call it (`Host`), besides those of this machine: `"agents.example.com"`, `"*.example.com"`, or `"*"` for any. */
  readonly allowedHosts?: readonly string[];
  /** Request headers that reach the graph in `config.configurable`, for the run of that request alone. Default: none. */
  readonly configurableHeaders?: ConfigurableHeaders;
  /** Of a request's body, unpacked: bytes, or text with a unit. Default: "1mb". */
  readonly bodyLimit?: number | string;
  /** How much one caller, or one tenant, may ask of this process. Default: no limits. */
  readonly limits?: Limits;
  /** Whether GET /openapi.json and /docs are there. Default: unless NODE_ENV is "production". */
  readonly docs?: boolean;
  /** Routes of the application's own, which come before those of the API and may call it by the SDK. They are behind authentication too. */
  readonly customApp?: CustomApp;
  /** Routes that are not there. */
  readonly disabled?: readonly RouteGroup[];
  /** Components of a user interface, by name. */
  readonly ui?: UiBundles;
}

/**
 * The HTTP API as an Express app. It never listens: pass it to `listen`, or mount it in your own app. Without `auth`, `identify` and API keys it asks nobody who they are.
 * @throws CONFIG_INVALID if one of `allowedHosts` is not a host, `bodyLimit` not a size, `cors.allow_origin_regex` not a regular expression, or two of the ways to find out who asks contradict each other.
 * @example
 * const app = createApp({ runtime });
 * const { url, close } = await listen(app, 2024);
 */
export function createApp(options: AppOptions): Express {
  const { logger, cors, allowedHosts = [], limits = {}, customApp } = options;
  const app = express();
  if (logger) app.use(requestLog(logger));
  app.use(helmet());
  app.use([...ownPaths], respondWithProblems);
  app.use(refuseUnknownHosts(allowedHosts));
  app.use(allowedOrigins(cors ?? (options.identify && { allow_origins: [] })));
  app.use(onlyUpgradesOf(UPGRADE_PATH));
  const identity = identityFrom(options);
  app.use(authenticate(identity));
  app.use(askAgain(identity));
  for (const limit of limitRequests(limits)) app.use(limit);
  if (customApp) app.use(beforeApi(options, customApp));
  useApi(app, options);
  return app;
}

/** The API for code of this process that acts as a caller who is known already. */
export const createLentApi = (options: AppOptions): LentApi => lentApi((app) => useApi(app, options));

function beforeApi(options: AppOptions, customApp: CustomApp): RequestHandler {
  const lent = createLentApi(options);
  return (request, response, next) => customRoutes(customApp, (inner) => lent.fetch(inner, callerOf(request)))(request, response, next);
}

/** For an app whose requests have their callers. */
function useApi(app: Express, options: AppOptions): void {
  const {
    runtime,
    versions = installedVersions(),
    logger,
    configurableHeaders: taken,
    bodyLimit = "1mb",
    disabled = [],
    ui = {},
  } = options;
  const { docs = process.env.NODE_ENV !== "production" } = options;
  const headersOf = configurableHeaders(taken);
  const maxMessage = bodyLimitOf(bodyLimit);
  app.set("json replacer", keepNegativeZero);
  app.set("etag", false);
  app.use("/links", linkForms);
  // every body is JSON regardless of its content type: clients send text/plain to avoid a preflight
  app.use(express.json({ limit: maxMessage, strict: false, type: () => true, verify: refuseBrokenText }));
  app.use(rejectUnsafe);
  if (docs) app.use(openApiRoutes(versions.version));
  const services = servicesOf(runtime, identityFrom(options));
  const groups: Record<RouteGroup, readonly RequestHandler[]> = {
    meta: [metaRoutes(versions, runtime)],
    assistants: [assistantRoutes(services)],
    threads: [threadRoutes(services, headersOf), threadStateRoutes(services)],
    runs: [cronRoutes(services), manyRunRoutes(services, headersOf), runRoutes(services, headersOf), webhookRoutes(services)],
    store: [storeRoutes(services)],
  };
  for (const group of routeGroups) if (!disabled.includes(group)) app.use(...groups[group]);
  app.use(interruptRoutes(services, headersOf));
  app.use(ticketRoutes(runtime.tickets));
  app.use(linkRoutes(runtime));
  app.use(v2Routes({ services, headersOf, logger, maxMessage }));
  app.use(uiRoutes(ui));
  guardRoutes(app);
  app.use(noSuchRoute);
  app.use(errorHandler);
}

/** One log line per request: method, path, status, time. No headers and no bodies, which may contain secrets. */
import type { RequestHandler } from "express";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";

export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp({
    logger,
    quietReqLogger: true,
    customLogLevel: (_request, response, error) =>
      error || response.statusCode >= 500 ? "error" : response.statusCode >= 400 ? "warn" : "info",
    customSuccessMessage: (request, response) => `${request.method} ${pathOf(request.url)} ${response.statusCode}`,
    customErrorMessage: (request, response) => `${request.method} ${pathOf(request.url)} ${response.statusCode}`,
    serializers: { req: ({ id, method, url }) => ({ id, method, path: pathOf(url) }), res: ({ statusCode }) => ({ statusCode }) },
  });
}

/** A decision link is a credential. */
const pathOf = (url: string | undefined): string => ((url ?? "").split("?", 1)[0] ?? "").replace(/\bsbl_[^/]*/, ":token");

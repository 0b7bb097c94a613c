/** Turns a thrown error into a response: plain text as in the LangGraph protocol, problem JSON (RFC 9457) on our own routes. Never a stack trace. */
import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import { type ErrorCode, errors, SignalboxError } from "../../language/issues/errors.ts";
import { AuthRefusal } from "./auth-refusal.ts";
import { bodyTooLarge } from "./body-limit.ts";

interface Failure {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

const RETRY_AFTER_SECONDS = "5";
/** Failures of something outside, which end by themselves. */
const PASSING: ReadonlySet<ErrorCode> = new Set(["DATABASE_UNAVAILABLE", "IDENTITY_UNAVAILABLE"]);
/** Failures of the server whose fact `reason` is for the client. */
const SAYS_WHY: ReadonlySet<ErrorCode> = new Set(["DATABASE_UNAVAILABLE", "GRAPH_UNAVAILABLE", "STORAGE_FULL"]);
const PROBLEM_JSON = "application/problem+json";

/** Mounted on our own routes: their errors are problem JSON. */
export const respondWithProblems: RequestHandler = (_request, response, next) => {
  response.locals.problems = true;
  next();
};

export const noSuchRoute: RequestHandler = (request) => {
  throw new SignalboxError("ROUTE_NOT_FOUND", `No route ${request.method} ${request.path}`);
};

export const errorHandler: ErrorRequestHandler = (error, request, response, next) => {
  const failure = failureOf(error);
  const status = error instanceof AuthRefusal ? error.status : errors[failure.code].status;
  // pino-http logs what it finds here
  if (status >= 500) response.err = error;
  if (response.headersSent) return next(error);
  response.status(status);
  const { retryAfter = PASSING.has(failure.code) ? RETRY_AFTER_SECONDS : undefined } = failure.facts;
  if (retryAfter !== undefined) response.set("Retry-After", String(retryAfter));
  if (status === 401) response.set("WWW-Authenticate", "Bearer");
  if (error instanceof AuthRefusal) response.set(error.headers);
  if (wantsProblem(request, response)) sendProblem(response, failure, status);
  else if (Array.isArray(failure.facts.issues))
    response.json({ success: false, error: { issues: failure.facts.issues, name: "ZodError" } });
  else response.type("text/plain").send(failure.detail);
};

/** The protocol's form of an error inside a stream or a `wait` response, whose status is already sent. */
export function protocolError(error: unknown): { error: string; message: string } {
  const { code, detail } = failureOf(error);
  return { error: code, message: detail };
}

function wantsProblem(request: Request, response: Response): boolean {
  return response.locals.problems === true || request.accepts(["text/plain", "application/json", PROBLEM_JSON]) === PROBLEM_JSON;
}

function sendProblem(response: Response, { code, detail, facts }: Failure, status: number): void {
  const { title, repair } = errors[code];
  response.type(PROBLEM_JSON).send(JSON.stringify({ ...facts, type: `urn:signalbox:error:${code}`, title, status, detail, code, repair }));
}

/** What a client is told of an error. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof SignalboxError)) return { ...(bodyFailure(error) ?? INTERNAL), facts: {} };
  const { status, title, repair } = errors[error.code];
  // the message of an internal failure may name hosts and tables: it is only logged
  const reason = SAYS_WHY.has(error.code) && error.facts.reason !== undefined ? `: ${error.facts.reason}` : "";
  if (status >= 500) return { code: error.code, detail: `${title}${reason}. ${repair}`, facts: {} };
  return { code: error.code, detail: error.message, facts: error.facts };
}

const INTERNAL = { code: "INTERNAL", detail: `${errors.INTERNAL.title}. ${errors.INTERNAL.repair}` } as const;

/** Express and its body parser throw errors with a status; those of the body parser also have a `type`. */
function bodyFailure(error: unknown): { code: ErrorCode; detail: string } | undefined {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number" || error.status >= 500) return undefined;
  const { message } = error;
  if (error.status === 413) return { code: "BODY_TOO_LARGE", detail: bodyTooLarge("limit" in error && error.limit) };
  if (error.status === 415) return { code: "BODY_UNREADABLE", detail: message };
  if ("type" in error && error.type === "entity.parse.failed")
    return { code: "BODY_NOT_JSON", detail: `Malformed JSON in request body: ${message}` };
  return { code: "INVALID_INPUT", detail: message };
}

/** Parses a request's body, query and path parameters with zod schemas. All invalid places are one INVALID_INPUT. */
import { isUtf8 } from "node:buffer";
import type { Request, RequestHandler } from "express";
import { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";
import { onlyThese } from "../../language/schema/only-these.ts";
import { problemOfText } from "../../language/schema/storable.ts";
import { unsafePlaces } from "./safe-json.ts";

/** A UUID in its canonical spelling, so that a thread never has two ids. */
export const uuid = z.guid("not a UUID").toLowerCase();

export interface InvalidPlace {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A field of the protocol that this version would have to ignore: refused, so that no client relies on it. */
export const unsupported = (what: string) => z.undefined(`this version does not support ${what}`).optional();

/** A missing body counts as `{}`. */
export function parseBody<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  return parse(schema, request.body ?? {});
}

/** The values of a query string are strings, so the schema must coerce them. */
export function parseQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  return parse(schema, request.query);
}

/** For a route that takes no query. */
export const noQuery: RequestHandler = (request, _response, next) => {
  parseQuery(request, noFields);
  next();
};

/** For a body that has no fields: what is in it would be ignored. */
export const noFields = onlyThese({});

/** A path parameter that must be a UUID. */
export const parseId = (request: Request, name: string): string => parse(uuid, request.params[name], [name]);

/** A path parameter that may be any text: the id of a graph or an interrupt. */
export const parseText = (request: Request, name: string): string => parse(z.string().min(1), request.params[name], [name]);

/** For the parser of bodies, which would put a replacement character where a byte is wrong: text would be stored that nobody sent. */
export function refuseBrokenText(_request: unknown, _response: unknown, body: Buffer, charset: string): void {
  if (charset === "utf-8" && !isUtf8(body)) throw new SignalboxError("BODY_UNREADABLE", "The body is not valid UTF-8");
}

/** Refuses values that no thread may store (safe-json.ts), in the body, the query and the path. */
export const rejectUnsafe: RequestHandler = (request, _response, next) => {
  const places = unsafePlaces(request.body).concat(unsafePlaces({ ...request.query }));
  const inPath = problemOfText(decodedPath(request.path));
  if (inPath) places.push({ path: ["path"], message: inPath });
  if (places.length > 0) throw invalid(places.map((place) => ({ code: "custom", ...place })));
  next();
};

/** Of a value that came by another way than a request's body. `at`: where it stands, for the message. */
export function parseValue<Schema extends z.ZodType>(schema: Schema, value: unknown, at: readonly string[] = []): z.output<Schema> {
  return parse(schema, value, at);
}

/** As `rejectUnsafe`, for one value. */
export function refuseUnsafe(value: unknown): void {
  const places = unsafePlaces(value);
  if (places.length > 0) throw invalid(places.map((place) => ({ code: "custom", ...place })));
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, at: readonly string[] = []): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] })));
}

function invalid(issues: readonly InvalidPlace[]): SignalboxError {
  const lines = issues.map(({ path, message }) => `${path.length > 0 ? path.map(String).join(".") : "body"}: ${message}`);
  return new SignalboxError("INVALID_INPUT", lines.join("; "), { issues });
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalid([{ code: "custom", path: ["path"], message: `${path} is not valid percent-encoded UTF-8` }]);
  }
}

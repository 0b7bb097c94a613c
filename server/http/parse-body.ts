/** Reads a request's body, query and ids through zod schemas. What does not fit is one INVALID_INPUT with every place. */
import type { Request, RequestHandler } from "express";
import { z } from "zod";
import { SignalboxError } from "../../language/issues/errors.ts";
import { problemOfText } from "../../language/schema/storable.ts";
import { unsafePlaces } from "./safe-json.ts";

/** A UUID in its canonical spelling, so that one thread never has two names. */
export const uuid = z.guid("not a UUID").toLowerCase();

export interface InvalidPlace {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A field of the protocol that this version would have to ignore: refused, so that nobody relies on it. */
export const notYet = (what: string) => z.undefined(`this version does not support ${what}`).optional();

/** The body as `schema` reads it. A missing body counts as `{}`. */
export function bodyOf<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  return read(schema, request.body ?? {});
}

/** The query string as `schema` reads it: its values are strings, so the schema coerces. */
export function queryOf<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  return read(schema, request.query);
}

/** A path parameter that must be a UUID. */
export function idOf(request: Request, name: string): string {
  return read(z.object({ [name]: uuid }), request.params)[name] as string;
}

/** A path parameter that may be any text: a graph's or an interrupt's id. */
export function textOf(request: Request, name: string): string {
  return read(z.object({ [name]: z.string().min(1) }), request.params)[name] as string;
}

/** Refuses what no thread may store (safe-json.ts), in the body, the query and the path alike. */
export const refuseUnsafe: RequestHandler = (request, _response, next) => {
  const places = unsafePlaces(request.body).concat(unsafePlaces({ ...request.query }));
  const inPath = problemOfText(decodedPath(request.path));
  if (inPath) places.push({ path: ["path"], message: inPath });
  if (places.length > 0) throw invalid(places.map((place) => ({ code: "custom", ...place })));
  next();
};

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error.issues);
}

function invalid(issues: readonly InvalidPlace[]): SignalboxError {
  const lines = issues.map(({ path, message }) => `${path.length > 0 ? path.map(String).join(".") : "body"}: ${message}`);
  return new SignalboxError("INVALID_INPUT", lines.join("; "), { issues });
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalid([{ code: "custom", path: ["path"], message: `${path} is not percent-encoded UTF-8` }]);
  }
}

/** What a server refuses is thrown as a SignalboxError of the catalogue, by the SDK's own methods too. */
import { z } from "zod";
import { type ErrorCode, errors, SignalboxError } from "../language/issues/errors.ts";

/** Asks the server for problem details (RFC 9457), which name the code, where it would send the bare message. */
export const ACCEPT = "application/problem+json, application/json;q=0.9, */*;q=0.8";

/** Of the SDK's error: its class is not exported. */
const HttpError = z.object({ status: z.number(), text: z.string() });
const Problem = z.looseObject({ code: z.string(), detail: z.string() });

/** The error of the catalogue that a failed request means; the error itself where no request failed. */
function apiError(error: unknown, url: string): unknown {
  if (error instanceof Error && error.name === "ConnectionError")
    return new SignalboxError("SERVER_UNREACHABLE", `No server responds at ${url}`, { url, cause: error });
  const failed = HttpError.safeParse(error);
  if (!failed.success) return error;
  const { status, text } = failed.data;
  const problem = Problem.safeParse(parsed(text));
  if (!problem.success || !isCode(problem.data.code))
    return new SignalboxError("SERVER_UNREACHABLE", `${url} responds ${status}, but not as a Signalbox server`, {
      url,
      status,
      cause: error,
    });
  const { code, detail, title: _title, type: _type, repair: _repair, status: _status, ...facts } = problem.data;
  return new SignalboxError(problem.data.code, detail, { ...facts, cause: error });
}

const isCode = (code: string): code is ErrorCode => Object.hasOwn(errors, code);

/** A proxy in between may respond with anything. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same client, whose methods throw errors of the catalogue: promises and the generators of streams. */
export function withApiErrors<Client extends object>(client: Client, url: string): Client {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => translated(Reflect.apply(value, target, args), url);
    },
  });
}

function translated(result: unknown, url: string): unknown {
  const toApiError = (error: unknown): never => {
    throw apiError(error, url);
  };
  if (result instanceof Promise) return result.catch(toApiError);
  if (isGenerator(result)) return each(result, toApiError);
  return result;
}

const isGenerator = (value: unknown): value is AsyncGenerator =>
  typeof value === "object" && value !== null && Symbol.asyncIterator in value && "next" in value;

async function* each(generator: AsyncGenerator, toApiError: (error: unknown) => never): AsyncGenerator {
  try {
    yield* generator;
  } catch (error) {
    toApiError(error);
  }
}

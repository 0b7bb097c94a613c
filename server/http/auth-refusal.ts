/** A refusal with the status and headers that an `Auth` object's HTTPException gives it. */
import { SignalboxError } from "../../language/issues/errors.ts";
import { isRecord } from "../../language/schema/is-record.ts";

export class AuthRefusal extends SignalboxError {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(status === 401 ? "UNAUTHENTICATED" : "FORBIDDEN", message);
    this.status = status;
    this.headers = headers;
  }
}

/** The HTTPException of the SDK, recognised by its shape: the project may have another copy of the SDK. Undefined for any other error. */
export function refusalIn(error: unknown): AuthRefusal | undefined {
  if (!(error instanceof Error) || !("status" in error) || !("headers" in error)) return undefined;
  const { status, headers, message } = error;
  if (typeof status !== "number" || !Number.isInteger(status) || status < 400 || status > 599) return undefined;
  return new AuthRefusal(status, message || "Unauthorized", headersIn(headers));
}

function headersIn(headers: unknown): Record<string, string> {
  if (!(headers instanceof Headers) && !isRecord(headers)) return {};
  const entries = headers instanceof Headers ? [...headers] : Object.entries(headers);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** A failure that a server reports inside an answer of status 200, with the status that it should have had. */
import { isRecord } from "../language/schema/is-record.ts";

export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly status: number;
  readonly code: string | undefined;

  constructor(message: string, { status = 502, code }: { readonly status?: number; readonly code?: string | undefined } = {}) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What servers call it where they give no status. */
const types: readonly (readonly [RegExp, number])[] = [
  [/rate.?limit|too.?many/i, 429],
  [/auth|permission|api.?key|forbidden/i, 401],
  [/timeout|timed.?out/i, 504],
  [/invalid|bad.?request|not.?found|unsupported/i, 400],
];

/** `error`: an object with some of message, code, type and status, or a text. */
export function providerError(error: unknown): ProviderError {
  const { message, code, type, status } = isRecord(error) ? error : { message: error };
  const given = [status, code].map(Number).find((number) => number >= 400 && number < 600);
  const named = types.find(([pattern]) => pattern.test(`${String(code ?? "")} ${String(type ?? "")}`));
  const text = typeof message === "string" ? message : JSON.stringify(error);
  return new ProviderError(text, { status: given ?? named?.[1] ?? 502, code: typeof code === "string" ? code : undefined });
}

/** One request of the command line to a running server. Its refusal becomes an error that repeats the server's reason. */
import { z } from "zod";
import { type ErrorCode, SignalboxError } from "../../language/issues/errors.ts";

interface ServerRequest<T> {
  readonly method: "GET" | "POST";
  /** Parts of the route: each is escaped. */
  readonly route: readonly string[];
  /** What the body must be. */
  readonly answer: z.ZodType<T>;
  /** The error of a request that the server refuses. */
  readonly refusal: ErrorCode;
}

const Problem = z.object({ detail: z.string() });

/** @throws SERVER_UNREACHABLE when no server of ours responds at the URL. */
export async function askServer<T>(url: string, { method, route, answer, refusal }: ServerRequest<T>): Promise<T> {
  const target = [url.replace(/\/$/, ""), ...route.map(encodeURIComponent)].join("/");
  const response = await fetch(target, { method, headers: { accept: "application/problem+json" } }).catch((cause: unknown) => {
    const message = `No server responds at ${url}: start it with "signalbox serve", or name another by --url`;
    throw new SignalboxError("SERVER_UNREACHABLE", message, { cause, url });
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const problem = Problem.safeParse(body);
    throw new SignalboxError(refusal, `${url} responds ${response.status}${problem.success ? `: ${problem.data.detail}` : ""}`, { url });
  }
  const read = answer.safeParse(body);
  if (read.success) return read.data;
  throw new SignalboxError("SERVER_UNREACHABLE", `${url} responds, but not as a Signalbox server`, { url });
}

/** How long a provider asks to be left alone: Retry-After of a refused request, in milliseconds. */
import { rootOf } from "./classify-error.ts";

/** Seconds or a date; OpenAI's `retry-after-ms` first. Undefined when it does not say. */
export function retryAfterMs(error: unknown, now: () => Date): number | undefined {
  const { headers } = (rootOf(error) ?? {}) as { headers?: unknown };
  const header = (name: string): string | undefined =>
    headers instanceof Headers ? (headers.get(name) ?? undefined) : (headers as Record<string, string> | undefined)?.[name];
  const exact = Number(header("retry-after-ms") ?? Number.NaN);
  if (exact >= 0) return exact;
  const said = header("retry-after");
  if (said === undefined || said === null) return undefined;
  const seconds = Number(said);
  const ms = Number.isNaN(seconds) ? Date.parse(said) - now().getTime() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

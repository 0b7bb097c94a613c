/** Failures by name: shapes that the recovery matrix does not send, and the Retry-After of a provider. */
import { ContextOverflowError } from "@langchain/core/errors";
import { MiddlewareError } from "langchain";
import { expect, it } from "vitest";
import { z } from "zod";
import { SignalboxError, ToolError } from "../../../language/issues/errors.ts";
import { classifyError, retryAfterMs } from "../../../nodes/attempts/classify-error.ts";
import { retried } from "../../../nodes/attempts/retry.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";

const provider = (status: number | undefined, code?: string) => Object.assign(new Error("said no"), { status, code });
const named = (name: string) => Object.assign(new Error("said no"), { name });
const zodError = z.string().safeParse(1).error as Error;

// biome-ignore format: a table, one failure a line
const cases: readonly [string, unknown, string, boolean][] = [
  ["a quota that is used up",        provider(429, "insufficient_quota"),                 "denied",         false],
  ["no permission",                  provider(403),                                       "denied",         false],
  ["a gateway's timeout",            provider(504),                                       "timeout",        true],
  ["an overloaded provider",         provider(529),                                       "connection",     true],
  ["a refused connection",           provider(undefined, "ECONNREFUSED"),                 "connection",     true],
  ["a fetch that broke",             new TypeError("terminated"),                         "connection",     true],
  ["LangChain's timeout",            named("TimeoutError"),                               "timeout",        true],
  ["an abort of somebody's own",     named("AbortError"),                                 "cancelled",      false],
  ["a window that overflows",        new ContextOverflowError("too long"),                "context_length", false],
  ["an output that does not fit",    zodError,                                            "malformed",      false],
  ["a tool's code",                  new ToolError("tool:pay", "DECLINED: no"),           "tool:pay",       false],
  ["a tool that ignores its signal", new SignalboxError("NODE_TIMEOUT", "late", { ignoredAbort: true }), "timeout", false],
  ["a bad request",                  provider(400),                                       "unexpected",     false],
  ["a mistake in code",              new TypeError("x is not a function"),                "unexpected",     false],
];
it.each(cases)("%s", (_, error, code, isRetryable) => {
  expect(classifyError(error)).toMatchObject({ code, isRetryable });
  expect(classifyError(MiddlewareError.wrap(error, "outer"))).toMatchObject({ code, isRetryable });
});

const now = () => new Date("2026-01-01T00:00:00Z");
it.each([
  [{ "retry-after": "2" }, 2_000],
  [{ "retry-after-ms": "150", "retry-after": "2" }, 150],
  [{ "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT" }, 5_000],
  [{ "retry-after": "Wed, 31 Dec 2025 00:00:00 GMT" }, 0],
  [{ "retry-after": "soon" }, undefined],
  [{}, undefined],
])("reads %j", (headers, ms) => {
  expect(retryAfterMs({ headers: new Headers(headers as Record<string, string>) }, now)).toBe(ms);
});

it("does not wait for a Retry-After of more than a minute", async () => {
  let tries = 0;
  const closed = Object.assign(provider(429), { headers: new Headers({ "retry-after": "3600" }) });
  const ports = memoryPorts();
  const scope = { threadId: "t", run: "r", epoch: undefined, node: "n", task: "1" };
  const retry = { maxAttempts: 3, initialIntervalMs: 1 };
  const trying = retried(
    { ports, scope, signal: new AbortController().signal },
    { retry, isRetryable: () => true, what: "test" },
    async () => {
      tries += 1;
      throw closed;
    },
  );
  await expect(trying).rejects.toBe(closed);
  expect(tries).toBe(1);
  expect(ports.records).toMatchObject([{ node: "n", what: "attempt.failed", detail: { what: "test", attempt: 1, code: "rate_limit" } }]);
});

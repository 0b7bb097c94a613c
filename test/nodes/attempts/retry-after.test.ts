/** A retry waits for the provider's Retry-After over the real wire, in each form of the header. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { z } from "zod";
import { agent, setup } from "../../../language/index.ts";
import { realTime } from "../../../nodes/call/local-ports.ts";
import { chatModelFromEnv } from "../../../openai/chat-models.ts";
import { runPath } from "../../../testkit/index.ts";
import { patient } from "../../support/servers/patient.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Refuses the first request with these headers, answers the next; gives the time between the two and the path. */
async function waitedAfter(headersAt: (nowMs: number) => Record<string, string>): Promise<{ waitedMs: number; path: readonly string[] }> {
  const cameAt: number[] = [];
  server = createServer(patient, (_, response) => {
    cameAt.push(Date.now());
    const isFirst = cameAt.length === 1;
    response.writeHead(isFirst ? 429 : 200, { "content-type": "application/json", ...(isFirst && headersAt(Date.now())) });
    const message = { role: "assistant", content: "all is well" };
    const answer = {
      id: "c",
      object: "chat.completion",
      created: 1,
      model: "gpt-5-mini",
      choices: [{ index: 0, message, finish_reason: "stop" }],
    };
    response.end(JSON.stringify(isFirst ? { error: { message: "slow down", type: "rate_limit_error" } } : answer));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const env = { OPENAI_API_KEY: "key", OPENAI_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
  const graph = setup({
    state: { reply: z.string() },
    models: {
      main: chatModelFromEnv(env, () => {
        throw new Error("never scripted");
      }),
    },
    agents: { talker: agent({ args: z.object({}), output: z.string(), model: "main", prompt: "Talk." }) },
  }).defineGraph({
    ...{ id: "patient", version: 1, start: "talk" },
    nodes: { talk: { kind: "agent", agent: "talker", writes: "reply", retry: { maxAttempts: 2, initialInterval: "1ms" }, next: "end" } },
  });
  const { path } = await runPath(graph, { input: {}, models: "real", ports: { now: () => new Date(), time: realTime } });
  const [first = 0, second = 0] = cameAt;
  return { waitedMs: second - first, path };
}

const inTwoSeconds = (nowMs: number) => new Date(nowMs + 2_000).toUTCString();

// least times only, a timer's inexactness less: how much longer it takes is the machine's affair
it.each([
  ["seconds", () => ({ "retry-after": "1" }), 990],
  ["milliseconds, as OpenAI says them", () => ({ "retry-after-ms": "400", "retry-after": "30" }), 390],
  ["a date, which has whole seconds", (nowMs: number) => ({ "retry-after": inTwoSeconds(nowMs) }), 990],
] as const)("%s", async (_, headersAt, leastMs) => {
  const { waitedMs, path } = await waitedAfter(headersAt as (nowMs: number) => Record<string, string>);
  expect(path).toEqual(["talk -next-> end (2 attempts)"]);
  expect(waitedMs).toBeGreaterThanOrEqual(leastMs);
});

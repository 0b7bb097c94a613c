/** How many SQL statements a request costs from its arrival to its answer, without begin and commit: printed when there are too many. */
import { AsyncLocalStorage } from "node:async_hooks";
import express from "express";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createApp } from "../../../server/app.ts";
import { type Listening, listen } from "../../../server/listen.ts";
import { interceptQueries } from "../../faults/inject/intercept-queries.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { fourEyes } from "../../fixtures/refund-desk.ts";
import { versions } from "../../server/serve.ts";
import { freshPostgres, opened } from "../../support/databases.ts";

/** What the request under way has sent; the engine's own statements belong to none. */
const request = new AsyncLocalStorage<string[]>();
let sent: string[] = [];
let desk: Desk;
let server: Listening;

beforeAll(async () => {
  const database = await opened(await freshPostgres());
  interceptQueries(database.pool, {
    before(text) {
      request.getStore()?.push(text);
      return text;
    },
  });
  desk = await deskOn(database, { graph: fourEyes() });
  const app = express();
  app.use((_request, _response, next) => {
    sent = [];
    request.run(sent, next);
  });
  app.use(createApp({ runtime: desk.runtime, versions }));
  server = await listen(app, 0);
});
afterAll(async () => {
  await server.close(0);
  await desk.runtime.stop();
});

async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(server.url + path, { method: "POST", body: JSON.stringify(body) });
  const json = (await answer.json()) as Record<string, unknown>;
  expect(answer.status, JSON.stringify(json)).toBe(200);
  return json;
}

function expectAtMost(most: number): void {
  const statements = sent.filter((text) => !/^(begin|commit)\b/.test(text));
  const listing = sent.map((text) => text.replaceAll(/\s+/g, " ").trim()).join("\n");
  expect(statements.length, listing).toBeLessThanOrEqual(most);
  const stored = sent.slice(0, sent.includes("commit") ? sent.indexOf("commit") : undefined);
  expect(stored.join("\n"), "a NOTIFY before the commit").not.toContain("pg_notify");
}

/** A thread that waits for the second of two leads, neither of them the requester nor whoever looked first. */
async function paying() {
  const { thread_id } = await desk.runtime.threads.create({});
  await post(`/threads/${thread_id}/runs`, { assistant_id: "refund-desk", input: { message: "refund" }, by: "rita" });
  const look = await desk.question(thread_id);
  await post(`/interrupts/${look.id}/decision`, { decision: "yes", by: "cleo", roles: ["clerk"] });
  const { id } = await desk.question(thread_id);
  return { thread_id, id };
}

/** Whether there are API keys, asked for once in a while; the thread; all that begins the run. */
const START_HERE = 3;
const START = 7;
const DECISION = 12;

// the first one: nothing waits in the queue yet
it("starts a run that needs no queue", async () => {
  const { thread_id } = await desk.runtime.threads.create({});
  await post(`/threads/${thread_id}/runs`, { assistant_id: "refund-desk", input: { message: "refund" }, by: "rita" });
  expectAtMost(START_HERE);
});

it("starts a run on a thread", async () => {
  const { thread_id } = await desk.runtime.threads.create({});
  const run = { assistant_id: "refund-desk", input: { message: "refund" }, by: "rita", priority: 1 };
  await post(`/threads/${thread_id}/runs`, run);
  expectAtMost(START);
});

it("starts a run on a thread of its own", async () => {
  await post("/runs", { assistant_id: "refund-desk", input: { message: "refund" }, by: "rita" });
  expectAtMost(START);
});

it("takes one of the two decisions that a question needs, and the one that decides it", async () => {
  const { thread_id, id } = await paying();
  await post(`/interrupts/${id}/decision`, { decision: "approve", by: "ann", roles: ["lead"], idempotency_key: "a" });
  expectAtMost(DECISION);
  await post(`/interrupts/${id}/decision`, { decision: "approve", by: "bob", roles: ["lead"], idempotency_key: "b" });
  expectAtMost(DECISION);
  expect(await desk.settled(thread_id)).toBe("idle");
});

it("takes a decision as command.resume", async () => {
  const { thread_id, id } = await paying();
  const answer = { decision: "reject" };
  await post(`/threads/${thread_id}/runs`, {
    assistant_id: "refund-desk",
    command: { resume: { [id]: answer } },
    by: "ann",
    roles: ["lead"],
  });
  expectAtMost(DECISION);
});

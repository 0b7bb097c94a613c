/** `signalbox/client` against a real server: the SDK's methods, the routes of our own, and errors of the catalogue from both. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SignalboxClient } from "../../client/index.ts";
import { SignalboxError } from "../../language/issues/errors.ts";
import { type Desk, deskOn } from "../fixtures/desk.ts";
import { serve } from "../server/serve.ts";
import { freshPglite, opened } from "../support/databases.ts";

let desk: Desk;
let server: Awaited<ReturnType<typeof serve>>;
let client: SignalboxClient;

beforeAll(async () => {
  desk = await deskOn(await opened(await freshPglite()));
  server = await serve({ runtime: desk.runtime });
  client = new SignalboxClient({ apiUrl: server.url });
});
afterAll(async () => {
  await server.close(0);
  await desk.runtime.stop();
});

async function asked() {
  const { thread_id: thread } = await client.threads.create();
  const { run_id: run } = await client.start(thread, { assistantId: "refund-desk", input: { message: "hello" }, by: "rosa" });
  await client.runs.join(thread, run);
  const [question] = await client.inbox({ threadId: thread, status: "pending" });
  return { thread, run, id: question?.id ?? "" };
}

describe("the client", () => {
  it("finds, reads and answers questions, and shows the path and the cost", async () => {
    const { thread, run, id } = await asked();
    expect(await client.interrupt(id)).toMatchObject({ thread_id: thread, run_id: run, node: "approval", status: "pending" });
    const decided = await client.decide(id, { decision: "approve", by: "lea", roles: ["lead"], reason: "small", idempotencyKey: "k" });
    expect(decided).toMatchObject({ status: "decided", decision: "approve", decided_by: "lea" });
    await client.runs.join(thread, decided.resume_run_id ?? "");
    expect((await client.path(thread)).turns[0]?.path.map(({ node }) => node)).toEqual(["triage", "price", "approval", "pay"]);
    expect(await client.usage(thread)).toMatchObject({ thread_id: thread, tokens: 0 });
  });

  it("signals a thread, and gets the run", async () => {
    const { thread } = await asked();
    const run = await client.signal(thread, "takeOver", { by: "lea", roles: ["lead"] });
    await client.runs.join(thread, run.run_id);
    expect(await client.inbox({ threadId: thread, status: "pending" })).toMatchObject([{ node: "human" }]);
  });

  it("streams by the SDK's own method", async () => {
    const { thread_id } = await client.threads.create();
    const events: string[] = [];
    const streamed = client.runs.stream(thread_id, "steps", { input: { script: { noAsk: true } }, streamMode: ["updates"] });
    for await (const { event } of streamed) events.push(event);
    expect(events).toEqual(["metadata", ...Array(6).fill("updates")]);
  });
});

describe("a client with an idempotency key", () => {
  it("creates once by every method, and refuses another request under the key", async () => {
    const key = client.once("order-17");
    const twice = async <T>(create: () => Promise<T>) => {
      const [first, second] = [await create(), await create()];
      expect(second).toEqual(first);
      return first;
    };
    const { thread_id } = await twice(() => key.threads.create());
    const input = { script: { noAsk: true } };
    const run = await twice(() => key.runs.create(thread_id, "steps", { input }));
    await client.runs.join(thread_id, run.run_id);
    expect(await client.runs.list(thread_id)).toHaveLength(1);
    await expect(key.runs.create(thread_id, "steps", { input: {} })).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    await twice(() => key.assistants.create({ graphId: "steps" }));
    await twice(() => key.crons.create("steps", { schedule: "0 0 1 1 *", input }));

    const { id } = await asked();
    await twice(() => key.decide(id, { decision: "approve", by: "lea", roles: ["lead"] }));
    const other = await asked();
    const signalled = await twice(() => key.signal(other.thread, "takeOver", { by: "lea", roles: ["lead"] }));
    await client.runs.join(other.thread, signalled.run_id);
    await expect(key.threads.create({ metadata: { another: true } })).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
  });

  it("starts and retries once", async () => {
    const { thread_id } = await client.threads.create();
    const start = () => client.once("a").start(thread_id, { assistantId: "steps", input: { script: { noAsk: true } } });
    const [first, second] = [await start(), await start()];
    expect(second.run_id).toBe(first.run_id);
    const events: string[] = [];
    const streamed = client.once("b").runs.stream(thread_id, "steps", { input: { script: { noAsk: true } }, multitaskStrategy: "enqueue" });
    for await (const { event } of streamed) events.push(event);
    const again: string[] = [];
    const joined = client.once("b").runs.stream(thread_id, "steps", { input: { script: { noAsk: true } }, multitaskStrategy: "enqueue" });
    for await (const { event } of joined) again.push(event);
    expect(again).toEqual(events);
    expect(await client.runs.list(thread_id)).toHaveLength(2);
  });

  it("must be one that can be sent", () => {
    expect(() => client.once("")).toThrow(/1 to 255 printable/);
    expect(() => client.once("ä")).toThrow(/1 to 255 printable/);
  });
});

describe("a refusal is an error of the catalogue", () => {
  it("of the SDK's methods", async () => {
    const missing = "0198c2a4-0000-7000-8000-000000000099";
    await expect(client.threads.get(missing)).rejects.toMatchObject({
      code: "THREAD_NOT_FOUND",
      message: expect.stringContaining(missing),
    });
    await expect(client.assistants.get("nope")).rejects.toMatchObject({ code: "ASSISTANT_NOT_FOUND" });
    await expect(client.threads.search({ limit: 5_000 })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      facts: { issues: [{ path: ["limit"] }] },
    });
  });

  it("of its own, with the facts: who decided first", async () => {
    const { id, thread, run } = await asked();
    await client.decide(id, { decision: "approve", by: "lea", roles: ["lead"] });
    const late = client.decide(id, { decision: "reject", form: { text: "no" }, by: "leo", roles: ["lead"] });
    await expect(late).rejects.toMatchObject({ code: "ALREADY_DECIDED", facts: { first: { by: "lea", decision: "approve" } } });
    await expect(client.retry(thread, run)).rejects.toBeInstanceOf(SignalboxError);
  });

  it("when nothing answers, or something else does", async () => {
    const nobody = new SignalboxClient({ apiUrl: "http://127.0.0.1:1", callerOptions: { maxRetries: 0 } });
    await expect(nobody.inbox()).rejects.toMatchObject({ code: "SERVER_UNREACHABLE" });
    await expect(nobody.threads.create()).rejects.toMatchObject({ code: "SERVER_UNREACHABLE" });
    const other = new SignalboxClient({
      apiUrl: `${server.url}/elsewhere`,
      callerOptions: { maxRetries: 0, fetch: async () => new Response("tea", { status: 418 }) },
    });
    await expect(other.usage("t")).rejects.toMatchObject({
      code: "SERVER_UNREACHABLE",
      message: expect.stringContaining("responds 418, but not as"),
    });
  });
});

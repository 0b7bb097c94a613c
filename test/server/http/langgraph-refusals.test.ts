/** Requests at the limits of what LangGraph accepts: refused with the reason, or without an effect on the next request. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshPglite, opened } from "../../support/databases.ts";
import { jsonOf, type Served, serveGraphs } from "../serve-graphs.ts";

const missing = "0198c2a4-0000-7000-8000-000000000099";
const greet = { input: { what: "greet" } };

describe("requests at LangGraph's limits", () => {
  let served: Served;
  let thread: string;
  beforeAll(async () => {
    served = await serveGraphs(await opened(await freshPglite()));
    thread = (await served.client.threads.create()).thread_id;
    await served.client.runs.wait(thread, "raw", greet);
  });
  afterAll(() => served.close());
  const edit = (body: object) => fetch(`${served.url}/threads/${thread}/state`, { method: "POST", body: JSON.stringify(body) });

  it.each([
    [{ values: {}, as_node: "nope" }],
    [{ values: { what: 1 } }],
    [{ values: { messages: [{ a: 1 }] } }],
    [{ checkpoint: { checkpoint_ns: "nope" } }],
  ])("an edit that LangGraph refuses is the client's error: %j is 400", async (body) => {
    expect((await edit(body)).status).toBe(400);
  });

  it("an edit at an unknown checkpoint is 404, and does not start from an empty state", async () => {
    expect((await edit({ values: { what: "x" }, checkpoint_id: missing })).status).toBe(404);
  });

  it("a run from an unknown checkpoint is 404, and does not start from an empty state", async () => {
    const { thread_id } = await served.client.threads.create();
    await served.client.runs.wait(thread_id, "raw", greet);
    await expect(served.client.runs.wait(thread_id, "raw", { ...greet, checkpointId: missing })).rejects.toThrow("HTTP 404");
  });

  it("input that cannot become a message fails its run with that reason, on the first start", async () => {
    const { thread_id } = await served.client.threads.create();
    await expect(served.client.runs.wait(thread_id, "raw", { input: { messages: [{ a: 1 }] } })).rejects.toThrow("coerce message");
  });

  it("one run's recursion limit does not apply to the next run", async () => {
    const { thread_id } = await served.client.threads.create();
    await served.client.runs.wait(thread_id, "raw", { ...greet, config: { recursion_limit: 1 } }).catch(() => undefined);
    await served.client.runs.wait(thread_id, "raw", greet);
  });

  it("a temporary thread is not listed", async () => {
    const run = await served.client.runs.create(null, "raw", greet);
    expect(await served.client.threads.search({ ids: [run.thread_id] })).toEqual([]);
  });

  it("a question's decisions keep their declared order", async () => {
    const { thread_id } = await served.client.threads.create();
    await served.client.runs.wait(thread_id, "support-desk", { input: { message: "refund, please", orderId: "o-70" } });
    const [interrupt] = await jsonOf(fetch(`${served.url}/interrupts?thread_id=${thread_id}`));
    expect(Object.keys(interrupt.value.decisions)).toEqual(["approve", "edit", "reject"]);
  });
});

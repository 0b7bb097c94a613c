/** What one tenant may have waiting and stored: refused beyond it, while other tenants and everything that ends work go on. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { deleteExpiredItems } from "../../../persistence/statements/store/delete-expired-items.ts";
import { localCaller } from "../../../runtime/identity/caller.ts";
import { StoredBytes } from "../../../runtime/limits/stored-bytes.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import type { Listening } from "../../../server/listen.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { serve } from "../../server/serve.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const of = (runtime: Runtime, tenant: string) => runtime.as(localCaller("test", tenant));
const codes = (settled: readonly PromiseSettledResult<unknown>[]): string[] =>
  settled.map((one) => (one.status === "fulfilled" ? "begun" : one.reason.code)).sort();

describeOnBoth("runs that wait", (open) => {
  let desk: Desk;
  let server: Listening;
  beforeAll(async () => {
    desk = await deskOn(await open(), { limits: { queuedRuns: 3 }, idle: true });
    server = await serve({ runtime: desk.runtime });
  });
  afterAll(async () => {
    await server.close(0);
    await desk.runtime.stop();
  });

  const begin = async (tenant: string, request = {}) => {
    const { threads, runs } = of(desk.runtime, tenant);
    const { thread_id } = await threads.create({});
    return runs.create(thread_id, { assistant_id: "steps", input: {}, ...request });
  };

  it("are as many as allowed, when ten requests arrive at once", async () => {
    const settled = await Promise.allSettled(Array.from({ length: 10 }, () => begin("crowd")));
    expect(codes(settled)).toEqual([...Array(7).fill("QUEUE_FULL"), ...Array(3).fill("begun")]);
    await expect(begin("other")).resolves.toMatchObject({ status: "pending" });
  });

  it("are counted also when they are held, not due yet, or without a thread; a batch is refused as a whole", async () => {
    const { runs } = of(desk.runtime, "mixed");
    const first = await begin("mixed");
    await runs.create(first.thread_id, { assistant_id: "steps", input: {}, multitask_strategy: "enqueue" });
    const two = [1, 2].map(() => ({ assistant_id: "steps", input: {} }));
    await expect(runs.createBatch(two)).rejects.toMatchObject({ code: "QUEUE_FULL" });
    await begin("mixed", { after_seconds: 3_600 });
    await expect(begin("mixed")).rejects.toMatchObject({ code: "QUEUE_FULL" });
    await runs.cancel(first.thread_id, first.run_id);
    await expect(begin("mixed")).resolves.toMatchObject({ status: "pending" });
  });

  it("answers 429 over HTTP, with Retry-After and the limit", async () => {
    const headers = { "X-Tenant-Id": "crowd" };
    const refused = await fetch(`${server.url}/runs`, { method: "POST", headers, body: JSON.stringify({ assistant_id: "steps" }) });
    expect({ status: refused.status, after: refused.headers.get("retry-after"), text: await refused.text() }).toEqual({
      ...{ status: 429, after: "5" },
      text: "Tenant crowd has 3 runs waiting, as many as it may: try again when some have begun",
    });
  });
});

describeOnBoth("stored bytes", (open) => {
  let desk: Desk;
  let database: Database;
  let meter: StoredBytes;
  let server: Listening;
  const LIMIT = 50_000;
  beforeAll(async () => {
    database = await open();
    desk = await deskOn(database, { limits: { storedBytes: LIMIT } });
    meter = new StoredBytes(database);
    server = await serve({ runtime: desk.runtime });
  });
  afterAll(async () => {
    await server.close(0);
    await desk.runtime.stop();
  });

  const stored = async (tenant: string) => {
    const rows = await database.sql.query<{ threads: number; store: number }>(
      "select thread_bytes::float8 as threads, store_bytes::float8 as store from signalbox.tenant_storage where tenant = $1",
      [tenant],
    );
    return rows[0];
  };
  const put = (tenant: string, key: string, length: number, ttl?: number) =>
    of(desk.runtime, tenant).store.put({ namespace: ["notes"], key, value: { text: "x".repeat(length) }, ttl });

  async function thread(tenant: string): Promise<string> {
    const { threads, runs } = of(desk.runtime, tenant);
    const { thread_id } = await threads.create({});
    const { run_id } = await runs.create(thread_id, { assistant_id: "steps", input: { script: { noAsk: true } } });
    await runs.join(thread_id, run_id);
    return thread_id;
  }

  it("are what its threads take, measured again when they change, and less by what is deleted", async () => {
    const [one, other] = [await thread("acme"), await thread("acme")];
    await meter.measure([one]);
    const all = (await stored("acme"))?.threads ?? 0;
    const { threads } = of(desk.runtime, "acme");
    const storage = await Promise.all([one, other].map((id) => threads.storage(id)));
    const bytes = storage.reduce((sum, { total_bytes }) => sum + total_bytes, 0);
    expect(all / bytes).toBeGreaterThan(0.5);
    expect(all / bytes).toBeLessThan(2);
    await Promise.all([meter.measure([one, other]), new StoredBytes(database).measure(), new StoredBytes(database).measure()]);
    expect((await stored("acme"))?.threads).toBe(all);
    await threads.delete(one);
    await threads.prune({ thread_ids: [other], strategy: "delete" });
    expect((await stored("acme"))?.threads).toBe(0);
  });

  it("are what its store has, with each put and delete, and what has expired", async () => {
    await put("notes", "before", 1_000);
    await thread("notes");
    await new StoredBytes(database).measure();
    const store = async () => (await stored("notes"))?.store;
    expect(await store()).toBe(1_011);
    await put("notes", "before", 500);
    await put("notes", "brief", 100, 1 / 60_000);
    expect(await store()).toBe(511 + 111);
    await of(desk.runtime, "notes").store.delete({ namespace: ["notes"], key: "before" });
    await database.sql.query("update signalbox.store_items set expires_at = clock_timestamp() - interval '1 second' where key = 'brief'");
    await Promise.all([deleteExpiredItems(database.sql), deleteExpiredItems(database.sql)]);
    expect(await store()).toBe(0);
  });

  it("refuse what stores more, and neither reads, answers nor deletions; there is room again after them", async () => {
    const { threads, runs, store, interrupts } = of(desk.runtime, "full");
    const { thread_id } = await threads.create({});
    await runs.create(thread_id, { assistant_id: "steps", input: { script: {} } });
    const asked = await until("a question", async () => (await interrupts.list({ status: "pending", limit: 1, offset: 0 })).items[0]);
    const done = await thread("full");
    await new StoredBytes(database).measure();
    await put("full", "large", LIMIT);
    await expect(put("full", "more", 1)).rejects.toMatchObject({ code: "STORAGE_FULL" });
    await expect(threads.copy(done)).rejects.toMatchObject({ code: "STORAGE_FULL" });
    await expect(threads.updateState(done, { values: { seen: [] } })).rejects.toMatchObject({ code: "STORAGE_FULL" });
    const refused = await fetch(`${server.url}/runs`, {
      ...{ method: "POST", headers: { "X-Tenant-Id": "full" }, body: JSON.stringify({ assistant_id: "steps" }) },
    });
    expect({ status: refused.status, text: await refused.text() }).toMatchObject({
      status: 507,
      text: expect.stringMatching(/^The tenant stores as much as it may: tenant full stores .* of 48.83 KB \(50000 bytes\)\. Delete/),
    });
    expect(await thread("roomy")).toBeDefined();
    await runs.create(thread_id, { assistant_id: "steps", command: { resume: "yes" } });
    await until("an end", async () => (await threads.get(thread_id)).status === "idle");
    expect(asked.thread_id).toBe(thread_id);
    await store.delete({ namespace: ["notes"], key: "large" });
    await expect(put("full", "more", 1)).resolves.toBeUndefined();
  });
});

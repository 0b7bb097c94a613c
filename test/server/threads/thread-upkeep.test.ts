/** Time to live, pruning, storage and extracted values of threads, over HTTP with the official client. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { findExpiredThreads } from "../../../persistence/statements/upkeep/find-expired-threads.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { jsonOf, type Served, serveGraphs } from "../serve-graphs.ts";

describeOnBoth("the upkeep of threads", (open) => {
  let served: Served;
  let database: Database;
  beforeAll(async () => {
    database = await open();
    served = await serveGraphs(database);
  });
  afterAll(() => served.close());
  const begun = async (what = "greet", options: object = {}): Promise<string> => {
    const { thread_id } = await served.client.threads.create(options);
    await served.client.runs.wait(thread_id, "raw", { input: { what } });
    return thread_id;
  };

  it("lets a thread live for some minutes after its last change, unless it waits for a person", async () => {
    const { threads } = served.client;
    const [old, waiting] = [await begun("greet", { ttl: 10 }), await begun("ask", { ttl: { ttl: 10, strategy: "delete" } })];
    const { ttl, updated_at } = (await threads.get(old, { include: ["ttl"] })) as unknown as {
      ttl: { expires_at: string };
      updated_at: string;
    };
    expect(ttl).toMatchObject({ strategy: "delete", ttl_minutes: 10 });
    expect(Date.parse(ttl.expires_at) - Date.parse(updated_at)).toBe(600_000);
    expect(await threads.get(await begun(), { include: ["ttl"] })).toMatchObject({ ttl: null });
    await database.sql.query("update signalbox.threads set updated_at = updated_at - interval '11 minutes' where id = any($1)", [
      [old, waiting],
    ]);
    expect((await findExpiredThreads(database.sql)).map(({ id }) => id)).toEqual([old]);
    await threads.update(old, { ttl: 60 });
    expect(await findExpiredThreads(database.sql)).toEqual([]);
  });

  it("prunes all but the last state, from which the thread continues", async () => {
    const { threads, runs } = served.client;
    const id = await begun();
    await runs.wait(id, "raw", { input: { what: "more" } });
    const [before, stored] = [await threads.getState(id), await jsonOf(fetch(`${served.url}/threads/${id}/storage`))];
    expect(await threads.prune([id, "0198c2a4-0000-7000-8000-000000000099"], { strategy: "keep_latest" })).toEqual({ pruned_count: 1 });
    expect((await threads.getHistory(id)).map(({ values }) => values)).toEqual([before.values]);
    const left = await jsonOf(fetch(`${served.url}/threads/${id}/storage`));
    expect(left.total_bytes).toBe(left.checkpoints + left.channel_values + left.pending_writes);
    expect(left.channel_values).toBeLessThan(stored.channel_values);
    expect(await runs.wait(id, "raw", { input: { what: "last" } })).toMatchObject({ log: ["greet greet", "greet more", "greet last"] });
  });

  it("keeps an open question when it prunes, and deletes nothing if one of the threads waits", async () => {
    const { threads, runs } = served.client;
    const [waiting, other] = [await begun("ask"), await begun()];
    await expect(threads.prune([other, waiting])).rejects.toThrow(/HTTP 409.*waits for a decision/);
    expect((await threads.get(other)).thread_id).toBe(other);
    await threads.prune([waiting], { strategy: "keep_latest" });
    expect(await runs.wait(waiting, "raw", { command: { resume: "yes" } })).toMatchObject({ log: ["greet ask", 'answer "yes"'] });
    expect(await threads.prune([other, waiting])).toEqual({ pruned_count: 2 });
    await expect(threads.get(other)).rejects.toThrow("HTTP 404");
  });

  it("takes values out of the threads that a search finds", async () => {
    const id = await begun();
    const extract = { last: "values.log[-1]", graph: "metadata.graph_id", none: "values.no[0].such" };
    const [found] = (await served.client.threads.search({
      ids: [id],
      extract,
      select: ["thread_id", "extracted" as "values"],
    })) as unknown as object[];
    expect(found).toEqual({ thread_id: id, extracted: { last: "greet greet", graph: "raw", none: null } });
    await expect(served.client.threads.search({ extract: { x: "secrets" } })).rejects.toThrow(/HTTP 400.*extract/);
  });
});

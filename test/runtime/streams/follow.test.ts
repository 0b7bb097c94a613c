/** Following a run from outside: late, again, from another process, and after a restart. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunEvent } from "../../../runtime/event-log/log-event.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { startsOf } from "../../fixtures/steps.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { letGo } from "../../support/gates.ts";
import { until } from "../../support/until.ts";

async function all(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const seen: RunEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

const names = (events: readonly RunEvent[]) => events.map(({ id, event }) => `${id} ${event}`);
const script = { noAsk: true };

describeOnBoth("following a run", (open) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await deskOn(await open());
  });
  afterAll(() => desk.runtime.stop());

  it("yields the same events to readers who come immediately, late, or again", async () => {
    const { thread_id } = await desk.runtime.threads.create({});
    const { run_id } = await desk.runtime.runs.create(thread_id, {
      ...{ assistant_id: "steps", input: { script } },
      stream_mode: ["updates", "values"],
    });
    const first = await all(desk.runtime.runs.stream(thread_id, run_id));
    expect(names(first).slice(0, 4)).toEqual(["0 metadata", "1 values", "2 updates", "3 values"]);
    expect(first[0]?.data).toEqual({ run_id, attempt: 1 });
    expect(first.at(-1)).toMatchObject({ event: "values", data: { seen: ["n1", "n2", "n3", "ask", "n5", "n6"] } });
    expect(await all(desk.runtime.runs.stream(thread_id, run_id))).toEqual(first);
    expect(await all(desk.runtime.runs.stream(thread_id, run_id, { lastEventId: "-1" }))).toEqual(first);
    expect(await all(desk.runtime.runs.stream(thread_id, run_id, { lastEventId: "2" }))).toEqual(first.slice(3));
  });

  it("ends for a reader who leaves, while the run continues", async () => {
    const { thread_id, run_id } = await desk.begin({ script: { ...script, slow: "n2" } }, "steps");
    const leaving = new AbortController();
    const seen: RunEvent[] = [];
    for await (const event of desk.runtime.runs.stream(thread_id, run_id, { signal: leaving.signal })) {
      seen.push(event);
      leaving.abort();
    }
    expect(names(seen)).toEqual(["0 metadata"]);
    letGo(thread_id);
    expect(await desk.runtime.runs.join(thread_id, run_id)).toMatchObject({ seen: expect.arrayContaining(["n6"]) });
  });

  it("hides what is internal to a declared graph, in every mode", async () => {
    const { thread_id } = await desk.runtime.threads.create({});
    const stream_mode = ["values", "updates", "debug", "tasks", "checkpoints"];
    const { run_id } = await desk.runtime.runs.create(thread_id, {
      assistant_id: "refund-desk",
      input: { message: "hidden" },
      stream_mode,
    });
    const text = JSON.stringify(await all(desk.runtime.runs.stream(thread_id, run_id)));
    expect(text).toContain("approval");
    expect(text).not.toMatch(/__path|__input|"epoch"|__pregel_s/);
  });

  it("joins a run on a temporary thread, which no search finds", async () => {
    const { run_id, thread_id } = await desk.runtime.runs.create(null, { assistant_id: "steps", input: { script } });
    expect(await desk.runtime.runs.join(null, run_id)).toMatchObject({ seen: ["n1", "n2", "n3", "ask", "n5", "n6"] });
    expect((await desk.runtime.threads.search({ ids: [thread_id], limit: 10, offset: 0 })).total).toBe(0);
  });

  it("refuses runs and threads that do not exist", async () => {
    const missing = "0198c2a4-0000-7000-8000-000000000099";
    await expect(all(desk.runtime.runs.stream(missing, missing))).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await expect(desk.runtime.runs.join(null, missing)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await expect(desk.runtime.runs.create(missing, { assistant_id: "steps" })).rejects.toMatchObject({ code: "THREAD_NOT_FOUND" });
    await expect(desk.runtime.runs.create(null, { assistant_id: "nope" })).rejects.toMatchObject({ code: "ASSISTANT_NOT_FOUND" });
    const created = await desk.runtime.runs.create(missing, { assistant_id: "steps", input: { script }, if_not_exists: "create" });
    expect(created.thread_id).toBe(missing);
  });
});

describeOnBoth("following a run whose process restarts", (open) => {
  it("goes on with the next attempt, which begins with the state", async () => {
    const database = await open();
    const before = await deskOn(database, { timing: { drainMs: 0 } });
    const { thread_id, run_id } = await before.begin({ script: { ...script, slow: "n3", once: true } }, "steps");
    await until("n3 begun", async () => (await startsOf(database, thread_id, "n3")) > 0);
    const stream = before.runtime.runs.stream(thread_id, run_id);
    const first = await stream[Symbol.asyncIterator]().next();
    expect(first.value).toMatchObject({ id: "0", event: "metadata", data: { attempt: 1 } });
    await before.runtime.stop();
    const after = await deskOn(database);
    const again = await all(after.runtime.runs.stream(thread_id, run_id, { lastEventId: "4" }));
    expect(names(again).slice(0, 2)).toEqual(["1000000000 metadata", "1000000001 values"]);
    expect(again[0]?.data).toEqual({ run_id, attempt: 2 });
    expect(again[1]?.data).toMatchObject({ seen: ["n1", "n2"] });
    expect(again.at(-1)?.data).toMatchObject({ seen: ["n1", "n2", "n3", "ask", "n5", "n6"] });
    expect(await after.runtime.runs.join(thread_id, run_id)).toMatchObject({ seen: expect.arrayContaining(["n6"]) });
    for (const node of ["n1", "n2", "n5"]) expect(await startsOf(database, thread_id, node)).toBe(1);
    await after.runtime.stop();
  });
});

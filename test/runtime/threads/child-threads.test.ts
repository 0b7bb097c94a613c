/** Items that are threads of their own, on the engine: each has its own questions and its own end, and the last one resumes the parent. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { compileGraph } from "../../../compile/compile-graph.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { batch, invoicesOf } from "../../fixtures/batch.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

describeOnBoth("child threads", (open) => {
  let database: Database;
  let runtime: Runtime;
  beforeAll(async () => {
    database = await open();
    const log = consoleLog("fatal");
    runtime = await createRuntime({ database, graphs: { batch: compileGraph(batch, { ports: databasePorts(database, { log }) }) }, log });
    await runtime.start();
  });
  afterAll(() => runtime.stop());

  const begin = async (...cents: number[]) => {
    const { thread_id } = await runtime.threads.create({});
    await runtime.runs.create(thread_id, { assistant_id: "batch", input: { invoices: invoicesOf(...cents) } });
    return thread_id;
  };
  const ended = (thread: string) =>
    until(`the end of thread ${thread}`, async () => {
      const found = await runtime.threads.get(thread);
      return found.status !== "busy" && found;
    });

  it("copies neither thread of a turn that several share, until it is over", async () => {
    const parent = await begin(0);
    const question = await until(
      "a question",
      async () => (await runtime.interrupts.list({ status: "pending", limit: 1, offset: 0 })).items[0],
    );
    await expect(runtime.threads.copy(question.thread_id)).rejects.toMatchObject({ code: "NOT_COPYABLE" });
    await expect(runtime.threads.copy(parent)).rejects.toMatchObject({ code: "THREAD_IN_USE" });
    await runtime.interrupts.decide({ id: question.id, decision: "drop", by: "clea", roles: ["clerk"] });
    await until("the end of the turn", async () => (await runtime.threads.get(parent)).status === "idle");
    expect((await runtime.threads.copy(parent)).values).toEqual((await runtime.threads.get(parent)).values);
  });

  it("ends for its callers when the last item ends: wait and stream continue with the run that resumes it", async () => {
    const { thread_id } = await runtime.threads.create({});
    const run = await runtime.runs.create(thread_id, { assistant_id: "batch", input: { invoices: invoicesOf(1, 2, 3, 4) } });
    const events: { id: string; event: string; data: unknown }[] = [];
    for await (const event of runtime.runs.stream(thread_id, run.run_id)) events.push(event);
    expect(JSON.stringify(events)).not.toContain("__awaits");
    const ids = events.map(({ id }) => Number(id));
    const second = ids.findIndex((id) => id >= 1_000_000_000_000);
    // the metadata of the run that goes on has the id before
    expect(ids).toEqual(ids.map((_, index) => (index < second ? index : 1_000_000_000_001 + index - second)));
    expect(events.at(-1)?.data).toMatchObject({ notes: ["booked i0", "booked i1", "booked i2", "booked i3"] });
    for (const [index, { id }] of events.entries()) {
      const rest: typeof events = [];
      for await (const event of runtime.runs.stream(thread_id, run.run_id, { lastEventId: id })) rest.push(event);
      expect(rest).toEqual(events.slice(index + 1));
    }
    expect(await runtime.runs.join(thread_id, run.run_id)).toMatchObject({ notes: ["booked i0", "booked i1", "booked i2", "booked i3"] });
  });

  it("books every item once, collects in item order, and lists what failed", async () => {
    const thread = await begin(5, -1, 7, 8, 9);
    const { status, values } = await ended(thread);
    expect(status).toBe("idle");
    expect(values).toMatchObject({ notes: ["booked i0", "booked i2", "booked i3", "booked i4"], failed: [{ index: 1 }] });
    const starts = await database.sql.query(
      "select thread_id from signalbox.audit where what = 'node.started' and node = 'book' and thread_id in (select thread_id from signalbox.children where parent_id = $1)",
      [thread],
    );
    expect(starts).toHaveLength(5);
  });

  it("names the item in a child thread's metadata", async () => {
    const thread = await begin(5, 7, 8);
    await ended(thread);
    const { items } = await runtime.threads.search({ metadata: { parent_thread_id: thread }, limit: 10, offset: 0 });
    const invoices = items.map(({ metadata, values }) => [metadata.item, values?.invoice]);
    expect(invoices.sort(([a], [b]) => Number(a) - Number(b))).toEqual([
      [0, { id: "i0", cents: 5 }],
      [1, { id: "i1", cents: 7 }],
      [2, { id: "i2", cents: 8 }],
    ]);
    expect(new Set(items.map(({ metadata }) => metadata.parent_task_id)).size).toBe(1);
  });

  it("keeps the parent busy while an item waits for a person, and continues with the answer", async () => {
    const thread = await begin(5, 0, 7);
    const question = await until("the item's question", async () => {
      const { items } = await runtime.interrupts.list({ status: "pending", limit: 10, offset: 0 });
      return items.find(({ value }) => (value as { shows: { invoice: { id: string } } }).shows.invoice.id === "i1");
    });
    expect(question.thread_id).not.toBe(thread);
    await until("the other items' ends", async () => {
      const [left] = await database.sql.query<{ n: number }>(
        "select count(*)::int as n from signalbox.children where parent_id = $1 and status <> 'ended'",
        [thread],
      );
      return left?.n === 1;
    });
    expect((await runtime.threads.get(thread)).status).toBe("busy");
    await expect(runtime.runs.create(thread, { assistant_id: "batch", input: { invoices: [] } })).rejects.toMatchObject({
      code: "THREAD_BUSY",
    });
    await runtime.interrupts.decide({ id: question.id, decision: "book", by: "clerk", roles: ["clerk"] });
    expect((await ended(thread)).values).toMatchObject({ notes: ["booked i0", "booked i1", "booked i2"] });
  });
});

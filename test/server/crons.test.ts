/** Crons over HTTP, with the official client: made, found, changed, deleted, and their runs. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../persistence/connection/database.ts";
import { nextTime } from "../../runtime/crons/schedule.ts";
import { describeOnBoth } from "../support/databases.ts";
import { until } from "../support/until.ts";
import { graph as raw } from "./raw/graph.ts";
import { jsonOf, type Served, serveOn } from "./serve-graphs.ts";

const input = { what: "greet" };
const yearly = "0 0 1 1 *";

describeOnBoth("crons", (open) => {
  let database: Database;
  let served: Served;
  let gone: string | undefined;
  beforeAll(async () => {
    database = await open();
    served = await serveOn(database, { raw }, { whyNoLonger: async () => gone });
  });
  afterAll(() => served.close());
  const crons = () => served.client.crons;
  /** As if its time had come. */
  const makeDue = async (id: string, ago = "1 second") => {
    await database.sql.query(
      `update signalbox.crons set next_run_at = date_trunc('milliseconds', clock_timestamp()) - interval '${ago}' where id = $1`,
      [id],
    );
    await database.sql.query("select pg_notify('signalbox', 'due')");
  };
  const find = async (id: string) =>
    (await crons().search({ limit: 1000 })).find(({ cron_id }) => cron_id === id) as unknown as Record<string, unknown>;
  const runsOf = (id: string) =>
    database.sql.query<{ thread_id: string; status: string }>("select thread_id, status from signalbox.runs where metadata @> $1", [
      { cron_id: id },
    ]);
  const refused = async (body: object) => {
    const answer = await fetch(`${served.url}/runs/crons`, {
      method: "POST",
      body: JSON.stringify({ assistant_id: "raw", schedule: yearly, ...body }),
    });
    return [answer.status, await answer.text()];
  };

  it("makes a cron in a time zone, and shows when it is due next", async () => {
    const cron = await crons().create("raw", { schedule: "30 8 * * 1-5", timezone: "Europe/Zurich", input, metadata: { team: "cards" } });
    expect(cron).toMatchObject({
      schedule: "30 8 * * 1-5",
      timezone: "Europe/Zurich",
      thread_id: null,
      enabled: true,
      user_id: "local",
      metadata: { team: "cards" },
    });
    const local = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Zurich", hour: "2-digit", minute: "2-digit" });
    expect(local.format(new Date(cron.next_run_date))).toBe("08:30");
    expect(await crons().count({ metadata: { team: "cards" } })).toBe(1);
    await crons().delete(cron.cron_id);
    expect(await crons().count({ metadata: { team: "cards" } })).toBe(0);
    await expect(crons().delete(cron.cron_id)).rejects.toThrow("HTTP 404");
  });

  it("starts a run when it is due, each on a thread of its own, and once for all times that were missed", async () => {
    const cron = await crons().create("raw", { schedule: yearly, input, onRunCompleted: "keep" });
    await makeDue(cron.cron_id, "3 days");
    const [run] = await until("its run", async () => {
      const runs = await runsOf(cron.cron_id);
      return runs.some(({ status }) => status === "success") && runs;
    });
    expect(await runsOf(cron.cron_id)).toHaveLength(1);
    expect((await served.client.threads.get(run?.thread_id ?? "")).values).toMatchObject({ log: ["greet greet"] });
    const shown = await find(cron.cron_id);
    expect(new Date(String(shown.next_run_date)).getTime()).toBeGreaterThan(Date.now() - 5_000);
    expect(shown).toMatchObject({ last_run_id: expect.any(String), last_error: null });
    await crons().delete(cron.cron_id);
  });

  it("continues one thread, and waits while it is busy", async () => {
    const { thread_id } = await served.client.threads.create();
    const cron = await crons().createForThread(thread_id, "raw", { schedule: yearly, input });
    const slow = await served.client.runs.create(thread_id, "raw", { input: { what: "slow" } });
    await makeDue(cron.cron_id);
    const [held] = await until("its run", async () => {
      const runs = await runsOf(cron.cron_id);
      return runs.length > 0 && runs;
    });
    expect(held).toEqual({ thread_id, status: "pending" });
    await served.client.runs.cancel(thread_id, slow.run_id, true);
    await until("the end of its run", async () => (await runsOf(cron.cron_id))[0]?.status === "success");
    await served.client.threads.delete(thread_id);
    expect(await find(cron.cron_id)).toBeUndefined();
  });

  it("is due no more when it is switched off, or its end has come", async () => {
    const cron = await crons().create("raw", { schedule: yearly, input, enabled: false });
    expect(cron.next_run_date).toBeNull();
    expect((await crons().update(cron.cron_id, { enabled: true })).next_run_date).not.toBeNull();
    expect((await crons().update(cron.cron_id, { endTime: "2026-01-01T00:00:00Z" })).next_run_date).toBeNull();
    expect((await crons().update(cron.cron_id, { endTime: null, schedule: "0 9 * * *", timezone: "Asia/Tokyo" })).next_run_date).toMatch(
      /T00:00:00/,
    );
    expect(await crons().update(cron.cron_id, { input: { what: "ask" }, metadata: { at: 1 } })).toMatchObject({
      ...{ schedule: "0 9 * * *", metadata: { at: 1 }, payload: { input: { what: "ask" } } },
    });
    await crons().delete(cron.cron_id);
  });

  it("says why a due time has no run: its maker's right is gone, or its assistant", async () => {
    const cron = await crons().create("raw", { schedule: yearly, input });
    gone = "the key is revoked";
    await makeDue(cron.cron_id);
    const failed = await until("its refusal", async () => {
      const shown = await find(cron.cron_id);
      return shown.last_error !== null && shown;
    });
    expect(failed).toMatchObject({
      last_error: { code: "CRON_NOT_ALLOWED", message: "The cron was made by local, who may no longer start runs: the key is revoked." },
    });
    expect(new Date(String(failed.next_run_date)).getTime()).toBeGreaterThan(Date.now() - 5_000);
    expect(await runsOf(cron.cron_id)).toEqual([]);
    gone = undefined;
    await makeDue(cron.cron_id);
    await until("its run", async () => (await find(cron.cron_id)).last_error === null);
    await crons().delete(cron.cron_id);
  });

  it("makes one cron of a request that is sent twice", async () => {
    const headers = { "Idempotency-Key": "monday" };
    const send = () =>
      fetch(`${served.url}/runs/crons`, {
        method: "POST",
        headers,
        body: JSON.stringify({ assistant_id: "raw", schedule: yearly, input }),
      });
    const [first, second] = [await jsonOf(send()), await jsonOf(send())];
    expect(second).toEqual(first);
    await crons().delete(first.cron_id);
  });

  it.each([
    [{ schedule: "every monday" }, "has 2 fields"],
    [{ schedule: "61 * * * *" }, "is not a schedule"],
    [{ schedule: "H * * * *" }, "H stands for a time by chance"],
    [{ schedule: "0 0 30 2 *" }, "is not a schedule"],
    [{ timezone: "Mars/Base" }, "not a time zone of the IANA"],
    [{ end_time: "tomorrow" }, "end_time"],
    [{ if_not_exists: "create" }, "is not known"],
  ])("refuses %j", async (body, message) => {
    expect(await refused(body)).toEqual([400, expect.stringContaining(message)]);
  });

  it("needs a thread and an assistant that exist", async () => {
    await expect(crons().createForThread("0198c2a4-0000-7000-8000-000000000099", "raw", { schedule: yearly })).rejects.toThrow("HTTP 404");
    await expect(crons().create("nobody", { schedule: yearly })).rejects.toThrow("HTTP 404");
  });
});

it("is due later on a day without its hour, and once on one that has it twice", () => {
  const zurich = { schedule: "30 2 * * *", timezone: "Europe/Zurich", end_time: null };
  expect(nextTime(zurich, new Date("2026-03-28T12:00:00Z"))?.toISOString()).toBe("2026-03-29T01:30:00.000Z");
  const first = nextTime(zurich, new Date("2026-10-24T12:00:00Z"));
  expect(first?.toISOString()).toBe("2026-10-25T00:30:00.000Z");
  expect(nextTime(zurich, first as Date)?.toISOString()).toBe("2026-10-26T01:30:00.000Z");
});

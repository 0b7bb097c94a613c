/** What a run emits, for readers in other processes: the same events under the same ids, while it runs and after it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import type { RunEvent } from "../../../runtime/event-log/log-event.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { talkGraph } from "../../fixtures/talk.ts";
import { freshPostgres, opened } from "../../support/databases.ts";

async function all(events: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const seen: RunEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

describe("a run in another process", () => {
  let here: Desk;
  let there: Desk;
  let url: string;
  beforeAll(async () => {
    ({ url } = await freshPostgres());
    const graphs = { talk: talkGraph() };
    here = await deskOn(await opened({ url }), { graphs });
    there = await deskOn(await opened({ url }), { graphs, timing: { slots: 0 } });
  });
  afterAll(() => Promise.all([here.runtime.stop(), there.runtime.stop()]));

  async function begin(input: object, stream_mode: string[]) {
    const { thread_id } = await there.runtime.threads.create({});
    return there.runtime.runs.create(thread_id, { assistant_id: "talk", input, stream_mode });
  }

  async function storedOf(run: string): Promise<string> {
    const rows = await here.database.sql.query<{ body: string }>("select body from signalbox.run_events where run_id = $1 order by last", [
      run,
    ]);
    return rows.map(({ body }) => body).join("\n");
  }

  it("is read live as in its own process, and later as it was live", async () => {
    const modes = ["values", "updates", "messages", "messages-tuple", "custom"];
    const { thread_id, run_id } = await begin({ turns: 3, words: 12, pause: 5, pad: 20_000 }, modes);
    const [live, own] = await Promise.all([there, here].map(({ runtime }) => all(runtime.runs.stream(thread_id, run_id))));
    expect(live?.map(({ id }) => Number(id))).toEqual(live?.map((_, index) => index));
    expect(live?.filter(({ event }) => event === "messages")).toHaveLength(36);
    expect(live).toEqual(own);
    for (const { runtime } of [here, there]) expect(await all(runtime.runs.stream(thread_id, run_id))).toEqual(own);
    for (let cut = 0; cut < (own?.length ?? 0); cut += 7)
      expect(await all(there.runtime.runs.stream(thread_id, run_id, { lastEventId: String(cut) }))).toEqual(own?.slice(cut + 1));
  });

  it("costs little of a large state, and of what is said of each word", async () => {
    const { thread_id, run_id } = await begin({ turns: 3, words: 12, pad: 100_000 }, ["values", "messages", "messages-tuple", "custom"]);
    const own = await all(here.runtime.runs.stream(thread_id, run_id));
    expect(await all(there.runtime.runs.stream(thread_id, run_id))).toEqual(own);
    const stored = await storedOf(run_id);
    expect(stored.length).toBeLessThan(15_000);
    expect(await there.runtime.runs.join(thread_id, run_id)).toMatchObject({ ballast: "2".repeat(100_000) });
  });

  it("costs little of a large state that it goes on from", async () => {
    const input = { turns: 2, words: 3, pad: 100_000 };
    const { thread_id } = await there.runtime.threads.create({});
    const first = await there.runtime.runs.create(thread_id, { assistant_id: "talk", input, interrupt_after: ["say"] });
    await there.runtime.runs.join(thread_id, first.run_id);
    const { run_id } = await there.runtime.runs.create(thread_id, { assistant_id: "talk", input: null });
    const own = await all(here.runtime.runs.stream(thread_id, run_id));
    expect(own[1]?.data).toMatchObject({ ballast: "0".repeat(100_000) });
    expect(await all(there.runtime.runs.stream(thread_id, run_id))).toEqual(own);
    expect((await storedOf(run_id)).length).toBeLessThan(4_000);
  });

  it("is read where no notifications arrive", async () => {
    const deaf = await opened({ url });
    const { runtime } = await deskOn(
      { ...deaf, canListen: false, listen: async () => async () => {} },
      { graphs: { talk: talkGraph() }, timing: { slots: 0 } },
    );
    const { thread_id, run_id } = await begin({ turns: 2, words: 12, pause: 5 }, ["messages-tuple", "values"]);
    expect(await all(runtime.runs.stream(thread_id, run_id))).toEqual(await all(here.runtime.runs.stream(thread_id, run_id)));
    await runtime.stop();
  });

  it("ends with an error after a failover, when what was read may be gone", async () => {
    const listeners: (() => void)[] = [];
    const onNewHistory = (listener: () => void) => void listeners.push(listener);
    const database = await opened({ url });
    const { runtime } = await deskOn({ ...database, onNewHistory }, { graphs: { talk: talkGraph() }, timing: { slots: 0 } });
    const { thread_id, run_id } = await begin({ turns: 1, words: 1_000_000, pause: 20 }, ["messages-tuple"]);
    const reading = async () => {
      for await (const { id } of runtime.runs.stream(thread_id, run_id)) if (id === "5") for (const listener of listeners) listener();
    };
    await expect(reading()).rejects.toMatchObject({ code: "STREAM_OUTDATED" });
    await here.runtime.runs.cancel(thread_id, run_id, { wait: true });
    await runtime.stop();
  });

  it("is stored encrypted where checkpoints are", async () => {
    const cipher = {
      encrypt: (plain: Uint8Array) => plain.map((byte) => byte ^ 90),
      decrypt: (sealed: Uint8Array) => sealed.map((byte) => byte ^ 90),
    };
    const database = await opened(await freshPostgres());
    const runtime = await createRuntime({ database, graphs: { talk: talkGraph() }, cipher, log: consoleLog("fatal") });
    await runtime.start();
    const { thread_id } = await runtime.threads.create({});
    const { run_id } = await runtime.runs.create(thread_id, {
      assistant_id: "talk",
      input: { turns: 2, pad: 9_000 },
      stream_mode: ["values", "messages-tuple"],
    });
    const live = await all(runtime.runs.stream(thread_id, run_id));
    expect(await all(runtime.runs.stream(thread_id, run_id))).toEqual(live);
    const stored = await database.sql.query("select e.body, r.result from signalbox.run_events e join signalbox.runs r on r.id = e.run_id");
    expect(stored.length).toBeGreaterThan(0);
    expect(JSON.stringify(stored)).not.toMatch(/values|messages|w3/);
    await runtime.stop();
  });
});

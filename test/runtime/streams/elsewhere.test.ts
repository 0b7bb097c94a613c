/** What a run emits, for readers in other processes: the same events under the same ids, while it runs and after it. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../../persistence/open-database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import type { RunEvent } from "../../../runtime/streams/log-event.ts";
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
  beforeAll(async () => {
    const { url } = await freshPostgres();
    const graphs = { talk: talkGraph() };
    here = await deskOn(await opened({ url }), { graphs });
    there = await deskOn(await opened({ url }), { graphs, timing: { slots: 0 } });
  });
  afterAll(() => Promise.all([here.runtime.stop(), there.runtime.stop()]));

  async function begin(input: object, stream_mode: string[]) {
    const { thread_id } = await there.runtime.threads.create({});
    return there.runtime.runs.create(thread_id, { assistant_id: "talk", input, stream_mode });
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
    const rows = await here.database.sql.query<{ body: string }>("select body from signalbox.run_events where run_id = $1 order by last", [
      run_id,
    ]);
    const stored = rows.map(({ body }) => body).join("\n");
    expect(stored.length).toBeLessThan(15_000);
    expect(await there.runtime.runs.join(thread_id, run_id)).toMatchObject({ ballast: "2".repeat(100_000) });
  });
});

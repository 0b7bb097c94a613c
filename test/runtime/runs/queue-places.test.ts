/** Whose turn it is: urgent runs first, and no tenant with more runs at once than it may have. */
import { expect, it } from "vitest";
import { localCaller } from "../../../runtime/identity/caller.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { letGo } from "../../support/gates.ts";
import { until } from "../../support/until.ts";

interface Wish {
  readonly priority?: number;
  readonly tenant?: string;
  readonly input?: typeof quick;
}

const quick = { script: { noAsk: true } };
/** Until each is let go. */
const slow = { script: { noAsk: true, slow: "n2" } };

async function begin({ runtime }: Desk, { tenant, priority, input = quick }: Wish, thread?: string): Promise<string> {
  const { threads, runs } = runtime.as(localCaller("test", tenant));
  const thread_id = thread ?? (await threads.create({})).thread_id;
  await runs.create(thread_id, { assistant_id: "steps", input, priority });
  return thread_id;
}

/** Threads in the order in which their runs began. */
async function begun({ database }: Desk): Promise<string[]> {
  const rows = await database.sql.query<{ thread_id: string }>("select thread_id from signalbox.runs order by started_at, created_at");
  return rows.map(({ thread_id }) => thread_id);
}

/** The most runs of a tenant that were under way at one time. */
async function atOnce({ database }: Desk, tenant: string): Promise<number> {
  const [row] = await database.sql.query<{ most: number }>(
    `with own as (select started_at, ended_at from signalbox.runs r join signalbox.threads t on t.id = r.thread_id where t.tenant = $1)
     select max((select count(*) from own other where other.started_at <= own.started_at and other.ended_at > own.started_at))::int as most from own`,
    [tenant],
  );
  return row?.most ?? 0;
}

async function unfinished({ database }: Desk): Promise<number> {
  const rows = await database.sql.query("select 1 from signalbox.runs where status in ('pending', 'running')");
  return rows.length;
}

describeOnBoth("the queue", (open) => {
  it("starts urgent runs first, and also the answers on their threads", async () => {
    const desk = await deskOn(await open(), { timing: { slots: 1 }, idle: true });
    const [late, usual, urgent] = [await begin(desk, { priority: -10 }), await begin(desk, {}), await begin(desk, { priority: 10 })];
    await desk.runtime.start();
    for (const thread of [late, usual, urgent]) await desk.settled(thread);
    expect(await begun(desk)).toEqual([urgent, usual, late]);
    await begin(desk, {}, urgent);
    expect(await desk.database.sql.query("select tenant, priority from signalbox.threads where id = $1", [urgent])).toEqual([
      { tenant: "default", priority: 10 },
    ]);
    await desk.runtime.stop();
  });

  it("holds each tenant to its limit while others continue", async () => {
    const desk = await deskOn(await open(), { timing: { slots: 8, tenantRuns: 2 }, idle: true });
    const crowd: string[] = [];
    for (let run = 0; run < 6; run++) crowd.push(await begin(desk, { tenant: "crowd", input: slow }));
    const other = await begin(desk, { tenant: "other", input: slow });
    await desk.runtime.start();
    const atWork = "select 1 from signalbox.audit where what = 'node.started' and node = 'n2'";
    await until("as many as may run", async () => (await desk.database.sql.query(atWork)).length === 3);
    for (const thread of [...crowd, other]) letGo(thread);
    await until("all threads at rest", async () => (await unfinished(desk)) === 0);
    expect(await atOnce(desk, "crowd")).toBe(2);
    expect((await begun(desk)).indexOf(other)).toBeLessThan(3);
    await desk.runtime.stop();
  });
});

/** Several workers on one Postgres: a drained, frozen, blocked or dying one never leaves a run behind and never does anything twice. */
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { deskOn } from "../../../fixtures/desk.ts";
import { startsOf } from "../../../fixtures/steps.ts";
import { freshPostgres, opened } from "../../../support/databases.ts";
import { until } from "../../../support/until.ts";
import { ended, spawnWorker } from "./spawn-worker.ts";

// a heartbeat that is late because the machine is busy is not measured here
const timing = { deadAfterMs: 4_000, beatMs: 300 };
const watchful = { ...timing, blockedAfterMs: 1_000 };
const all = ["n1", "n2", "n3", "ask", "n5", "n6"];

async function clientOn(url: string) {
  const client = await deskOn(await opened({ url }), { idle: true, timing });
  const begun = (thread: string, node: string, times = 1) =>
    until(`${node} begun`, async () => (await startsOf(client.database, thread, node)) >= times);
  return { ...client, begun };
}

describe("workers on one Postgres", () => {
  it("a stopped worker ends its super-step and hands the run over", async () => {
    const { url } = await freshPostgres();
    const client = await clientOn(url);
    const first = await spawnWorker({ url, timing });
    const { thread_id } = await client.begin({ script: { noAsk: true, slow: "n3", slowMs: 3_000 } }, "steps");
    await client.begun(thread_id, "n3");
    first.kill("SIGTERM");
    await ended(first);
    expect(first.exitCode).toBe(0);
    const rows = await client.database.sql.query("select what from signalbox.audit where thread_id = $1 and what like 'run.%'", [
      thread_id,
    ]);
    expect(rows).toEqual([{ what: "run.drained" }]);
    const second = await spawnWorker({ url, timing });
    expect(await client.settled(thread_id)).toBe("idle");
    for (const node of all) expect(await startsOf(client.database, thread_id, node)).toBe(1);
    second.kill("SIGKILL");
    await client.runtime.stop();
  });

  it("a frozen worker that wakes up after the hand-over writes nothing", async () => {
    const { url } = await freshPostgres();
    const client = await clientOn(url);
    const frozen = await spawnWorker({ url, timing });
    const script = { noAsk: true, slow: "n2", slowMs: 4_000, deaf: true };
    const { thread_id } = await client.begin({ script }, "steps");
    await client.begun(thread_id, "n2");
    frozen.kill("SIGSTOP");
    const living = await spawnWorker({ url, timing });
    expect(await client.settled(thread_id)).toBe("idle");
    const before = await written(client, thread_id);
    frozen.kill("SIGCONT");
    await until("the woken worker is refused", async () => {
      const rows = await client.database.sql.query("select 1 from signalbox.audit where thread_id = $1 and what = 'run.fenced'", [
        thread_id,
      ]);
      return rows.length > 0;
    });
    expect(await written(client, thread_id)).toEqual(before);
    expect(await startsOf(client.database, thread_id, "n2")).toBe(2);
    expect(await client.database.sql.query("select node from signalbox.effects where thread_id = $1 order by at", [thread_id])).toEqual(
      all.map((node) => ({ node })),
    );
    // and it is a worker like any other again
    living.kill("SIGKILL");
    const next = await client.begin({ script: { noAsk: true } }, "steps");
    expect(await client.settled(next.thread_id)).toBe("idle");
    frozen.kill("SIGKILL");
    await client.runtime.stop();
  });

  it("a dead worker's threads are taken over while one of them is still held by a write that does not end", async () => {
    const { url } = await freshPostgres();
    const client = await clientOn(url);
    const victim = await spawnWorker({ url, timing });
    const script = { noAsk: true, slow: "n2", slowMs: 60_000, once: true };
    const runs = [await client.begin({ script }, "steps"), await client.begin({ script }, "steps")];
    for (const { thread_id } of runs) await client.begun(thread_id, "n2");
    // the one that a look-out comes to first
    const [held, free] = await client.database.sql.query<{ thread: string }>("select thread from signalbox.leases");
    if (!held || !free) throw new Error("two threads are at work");
    const successor = await deskOn(await opened({ url }), { timing });
    await client.database.transaction(async (tx) => {
      await tx.query("select 1 from signalbox.leases where thread = $1 for share", [held.thread]);
      victim.kill("SIGKILL");
      await until("the free one's node again", async () => (await startsOf(successor.database, free.thread, "n2")) === 2);
      // not by the queue's own heartbeat, which is later
      const handedOver = "select 1 from signalbox.audit where thread_id = $1 and what = 'run.handed-over'";
      expect(await successor.database.sql.query(handedOver, [free.thread])).toHaveLength(1);
      expect(await startsOf(successor.database, held.thread, "n2")).toBe(1);
    });
    for (const { thread_id } of runs) expect(await successor.settled(thread_id)).toBe("idle");
    await successor.runtime.stop();
    await client.runtime.stop();
  });

  it("a node that blocks the event loop keeps its run: the beat comes from another thread", async () => {
    const { url } = await freshPostgres();
    const client = await clientOn(url);
    const workers = [await spawnWorker({ url, timing: watchful }), await spawnWorker({ url, timing: watchful })];
    const { thread_id } = await client.begin({ script: { noAsk: true, slow: "n2", slowMs: 8_000, block: true } }, "steps");
    expect(await client.settled(thread_id)).toBe("idle");
    expect(await startsOf(client.database, thread_id, "n2")).toBe(1);
    const [run] = await client.database.sql.query<{ starts: number }>("select starts from signalbox.runs");
    expect(run?.starts).toBe(1);
    // seen from outside while it stood still, once, with the node that is to blame
    const blocked = await client.database.sql.query(
      "select node, detail ->> 'blockedMs' > '1000' as long from signalbox.audit where what = 'node.blocked'",
    );
    expect(blocked).toEqual([{ node: "n2", long: true }]);
    await until("it is over", async () => {
      const rows = await client.database.sql.query("select 1 from signalbox.workers where blocked_since is not null");
      return rows.length === 0;
    });
    for (const child of workers) child.kill("SIGKILL");
    await client.runtime.stop();
  });

  it("a run that kills every worker is given up, and the thread takes the next one", async () => {
    const { url } = await freshPostgres();
    const client = await clientOn(url);
    const { thread_id, run_id } = await client.begin({ script: { noAsk: true, kill: "n2", always: true } }, "steps");
    let isOver = false;
    const workers = (async () => {
      while (!isOver) await spawnWorker({ url, timing: { ...timing, maxStarts: 2 } }).then(ended, () => sleep(100));
    })();
    expect(await client.settled(thread_id)).toBe("error");
    expect(await client.runtime.runs.join(thread_id, run_id)).toMatchObject({
      __error__: { message: expect.stringContaining("TOO_MANY_STARTS") },
    });
    expect(await startsOf(client.database, thread_id, "n2")).toBe(2);
    isOver = true;
    const next = await client.begin({ script: { noAsk: true, kill: "n1", always: true } }, "steps");
    await client.begun(next.thread_id, "n1");
    await workers;
    await client.runtime.stop();
  });
});

type Client = Awaited<ReturnType<typeof clientOn>>;

async function written({ database }: Client, thread: string): Promise<unknown> {
  return database.sql.query(
    `select (select count(*)::int from signalbox.checkpoints where thread_id = $1) as checkpoints, (select count(*)::int from signalbox.checkpoint_writes where thread_id = $1) as writes,
       (select count(*)::int from signalbox.effects where thread_id = $1) as effects, (select count(*)::int from signalbox.audit where thread_id = $1 and what = 'node.started') as starts`,
    [thread],
  );
}

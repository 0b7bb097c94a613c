/** What may be done to a thread from outside, and what is refused because a run or a question would be lost. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

describeOnBoth("a thread", (open) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await deskOn(await open());
  });
  afterAll(() => desk.runtime.stop());
  const rest = async (message: string) => {
    const { thread_id } = await desk.begin({ message });
    const { id } = await desk.question(thread_id);
    await desk.runtime.interrupts.decide({ id, decision: "approve", roles: ["lead"] });
    await desk.settled(thread_id);
    return thread_id;
  };

  it("that waits is neither edited nor deleted, and says for what it waits", async () => {
    const { thread_id } = await desk.begin({ message: "waits" });
    const { id } = await desk.question(thread_id);
    const refused = { code: "THREAD_WAITS", facts: { interrupt: { id } } };
    await expect(desk.runtime.threads.updateState(thread_id, { values: { message: "x" } })).rejects.toMatchObject(refused);
    await expect(desk.runtime.threads.delete(thread_id)).rejects.toMatchObject(refused);
    await desk.runtime.threads.delete(thread_id, { by: "ann", reason: "asked twice" });
    await expect(desk.runtime.threads.get(thread_id)).rejects.toMatchObject({ code: "THREAD_NOT_FOUND" });
    const left = await desk.database.sql.query(
      "select what, detail from signalbox.audit where thread_id = $1 and what <> 'node.started' order by id",
      [thread_id],
    );
    expect(left).toMatchObject([
      { what: "interrupt.superseded", detail: { interrupt: id, by: "ann", reason: "asked twice" } },
      { what: "thread.deleted", detail: { by: "ann", reason: "asked twice" } },
    ]);
    for (const table of ["checkpoints", "checkpoint_blobs", "checkpoint_writes", "runs", "interrupts"]) {
      expect(await desk.database.sql.query(`select 1 from signalbox.${table} where thread_id = $1`, [thread_id])).toEqual([]);
    }
  });

  it("that is busy is neither edited nor deleted", async () => {
    const { thread_id, run_id } = await desk.begin({ script: { noAsk: true, slow: "n1", slowMs: 60_000 } }, "steps");
    await expect(desk.runtime.threads.updateState(thread_id, { values: {} })).rejects.toMatchObject({ code: "THREAD_IN_USE" });
    await expect(desk.runtime.threads.delete(thread_id)).rejects.toMatchObject({ code: "THREAD_IN_USE" });
    await expect(desk.runtime.runs.delete(thread_id, run_id)).rejects.toMatchObject({ code: "THREAD_IN_USE" });
    await desk.runtime.runs.cancel(thread_id, run_id, { wait: true });
    await desk.runtime.threads.delete(thread_id);
  });

  it("at rest shows its state, its history and its path", async () => {
    const thread_id = await rest("rest");
    const state = await desk.runtime.threads.state(thread_id);
    expect(state).toMatchObject({ values: { message: "rest", amount: 4, receipt: "paid 4" }, next: [], tasks: [] });
    const history = await desk.runtime.threads.history(thread_id, { limit: 100 });
    expect(history[0]?.checkpoint).toEqual(state.checkpoint);
    expect(JSON.stringify(history)).not.toMatch(/__path|__input/);
    const older = history[2]?.checkpoint?.checkpoint_id ?? "";
    expect(await desk.runtime.threads.state(thread_id, { checkpoint: { checkpoint_id: older } })).toEqual(history[2]);
    expect((await desk.runtime.threads.history(thread_id, { before: older }))[0]).toEqual(history[3]);
    const { turns } = await desk.runtime.threads.path(thread_id);
    expect(turns).toHaveLength(1);
    expect(turns[0]?.run_ids).toHaveLength(2);
    expect(turns[0]?.path.map(({ node, label }) => `${node} ${label}`)).toEqual([
      "triage clear",
      "price next",
      "approval approve",
      "pay next",
    ]);
  });

  it("keeps the path of each of its turns", async () => {
    const thread_id = await rest("first turn");
    await desk.wait(thread_id, { input: { message: "second?" } });
    const { turns } = await desk.runtime.threads.path(thread_id);
    expect(turns.map(({ path }) => path.map(({ node }) => node))).toEqual([["triage", "price", "approval", "pay"], ["triage"]]);
  });

  it("of a raw graph is edited at rest, and the next run sees it", async () => {
    const { thread_id } = await desk.begin({ script: { noAsk: true } }, "steps");
    await desk.settled(thread_id);
    const { checkpoint } = await desk.runtime.threads.updateState(thread_id, { values: { seen: ["edited"] }, as_node: "n6" });
    expect((await desk.runtime.threads.state(thread_id)).checkpoint?.checkpoint_id).toBe(checkpoint?.checkpoint_id);
    expect((await desk.runtime.threads.get(thread_id)).values).toMatchObject({ seen: ["edited"] });
    const next = await desk.wait(thread_id, { assistant_id: "steps", input: { script: { noAsk: true } } });
    expect(next).toMatchObject({ seen: ["edited", "n1", "n2", "n3", "ask", "n5", "n6"] });
  });

  it("is found by what it holds", async () => {
    const { thread_id } = await desk.runtime.threads.create({ metadata: { customer: "c-7" } });
    await desk.wait(thread_id, { input: { message: "find me" } });
    const query = { limit: 10, offset: 0 };
    for (const filter of [{ metadata: { customer: "c-7" } }, { values: { message: "find me" } }, { ids: [thread_id] }]) {
      const { items, total } = await desk.runtime.threads.search({ ...query, ...filter });
      expect([items.map((thread) => thread.thread_id), total]).toEqual([[thread_id], 1]);
    }
    expect(await desk.runtime.threads.count({ status: "interrupted", metadata: { customer: "c-7", graph_id: "refund-desk" } })).toBe(1);
    expect(await desk.runtime.threads.update(thread_id, { metadata: { tier: 2 } })).toMatchObject({
      metadata: { customer: "c-7", tier: 2 },
    });
  });

  it("takes no command that jumps over a declared graph's edges", async () => {
    const { thread_id } = await desk.runtime.threads.create({});
    for (const command of [{ goto: "pay" }, { update: { amount: 1 } }]) {
      await expect(desk.wait(thread_id, { command })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    }
    await expect(desk.wait(thread_id, { command: { resume: "yes" } })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(desk.wait(thread_id, { input: { amount: 3 } })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await desk.runtime.runs.list(thread_id)).toEqual([]);
  });
});

/** Questions of copies, which have LangGraph's id of their original: opened at the same moment, and decided by a process of an older version. */
import { expect, it } from "vitest";
import { openInterrupt } from "../../../persistence/statements/interrupts/open-interrupt.ts";
import { forEngine } from "../../../persistence/tenancy/tenant-sql.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

describeOnBoth("questions of one id", (open) => {
  it("are opened by several threads at once: each has its own", async () => {
    const desk = await deskOn(await open(), { idle: true });
    const threads = await Promise.all([1, 2, 3, 4].map(async () => (await desk.runtime.threads.create({})).thread_id));
    const database = forEngine(desk.database, "default");
    const nothing = {
      node: "ask",
      payload: "?",
      responseSchema: undefined,
      due: null,
      shownHash: null,
      boundHash: null,
      askedBy: undefined,
    };
    const ask = (threadId: string) =>
      database.transaction((tx) =>
        openInterrupt(tx, { ...nothing, id: "one", threadId, runId: `of ${threadId}`, task: "t", questionHash: "h" }),
      );
    await Promise.all(threads.map(ask));
    // asked again, as by a run that was begun again
    await Promise.all(threads.map(ask));
    const rows = await desk.database.sql.query<{ thread_id: string; asked: string }>(
      "select thread_id, coalesce(asked_id, id) as asked from signalbox.interrupts",
    );
    expect(rows.map(({ thread_id }) => thread_id).sort()).toEqual(threads.sort());
    expect(new Set(rows.map(({ asked }) => asked))).toEqual(new Set(["one"]));
    await desk.runtime.stop();
  });

  it("that an older process decides on a copy, under the key of its row, reach the graph of the copy", async () => {
    const database = await open();
    const asking = await deskOn(database);
    const { thread_id } = await asking.begin({ script: {} }, "steps");
    const { id } = await asking.question(thread_id);
    const copy = (await asking.runtime.threads.copy(thread_id)).thread_id;
    await asking.runtime.stop();
    const { runtime } = await deskOn(database, { idle: true });
    const decided = await runtime.interrupts.decide({ id, thread_id: copy, resume: "yes", by: "ann" });
    const run = decided.resume_run_id ?? "";
    await database.sql.query(
      "update signalbox.runs set payload = json_build_object('resume', json_build_object($2::text, 'yes')) where id = $1",
      [run, `${copy}:${id}`],
    );
    await runtime.start();
    expect(await runtime.runs.join(copy, run)).toMatchObject({ answer: "yes" });
    expect((await runtime.threads.get(thread_id)).status).toBe("interrupted");
    await runtime.stop();
  });
});

/** A thread continues with the definition that it started with, as long as the current code still fits it. */
import { expect, it } from "vitest";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { deploys } from "../../fixtures/refund-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

describeOnBoth("a thread that waits while a new version is deployed", (open) => {
  it("continues with its own definition, and its next turn uses the new version", async () => {
    const database = await open();
    const before = await deskOn(database);
    const { thread_id } = await before.begin({ message: "before" });
    const { id } = await before.question(thread_id);
    await before.runtime.stop();
    const after = await deskOn(database, { graph: deploys.renamed() });
    const { resume_run_id } = await after.runtime.interrupts.decide({ id, decision: "approve", roles: ["lead"] });
    expect(await after.runtime.runs.join(thread_id, resume_run_id ?? "")).toMatchObject({ receipt: "paid 6" });
    expect(await after.wait(thread_id, { input: { message: "after" } })).toMatchObject({ __interrupt__: [{ value: { node: "signOff" } }] });
    const versions = await database.sql.query("select version from signalbox.definitions where graph_id = 'refund-desk' order by version");
    expect(versions).toEqual([{ version: 1 }, { version: 2 }]);
    await after.runtime.stop();
  });

  it("continues with its own form and routes if the registry has more than before", async () => {
    const database = await open();
    const before = await deskOn(database);
    const { thread_id } = await before.begin({ message: "before" });
    const { id } = await before.question(thread_id);
    await before.runtime.stop();
    const after = await deskOn(database, { graph: deploys.added() });
    await expect(after.runtime.interrupts.decide({ id, decision: "later", roles: ["lead"] })).rejects.toMatchObject({
      code: "INVALID_DECISION",
    });
    const { resume_run_id } = await after.runtime.interrupts.decide({ id, decision: "edit", form: { amount: 4 }, roles: ["lead"] });
    expect(await after.runtime.runs.join(thread_id, resume_run_id ?? "")).toMatchObject({ receipt: "paid 4" });
    const next = await after.wait(thread_id, { input: { message: "after" } });
    expect(next).toMatchObject({ __interrupt__: [{ value: { decisions: { later: null } } }] });
    await after.runtime.stop();
  });

  it("is refused with the reason if the current code does not fit it, and keeps its question", async () => {
    const database = await open();
    const before = await deskOn(database);
    const { thread_id } = await before.begin({ message: "before" });
    const { id } = await before.question(thread_id);
    await before.runtime.stop();
    const after = await deskOn(database, { graph: deploys.unfitting() });
    const decision = { id, decision: "approve", roles: ["lead"] };
    await expect(after.runtime.interrupts.decide(decision)).rejects.toMatchObject({
      code: "DEFINITION_DOES_NOT_FIT",
      message: expect.stringMatching(/version 1 of "refund-desk".*question approve form:edit.cents: stored none, offered required number/),
      facts: { misfits: expect.arrayContaining([expect.objectContaining({ part: "question", name: "approve", at: "form:edit.amount" })]) },
    });
    expect(await after.runtime.threads.state(thread_id)).toMatchObject({ values: { message: "before", amount: 6 }, next: ["approval"] });
    expect((await after.runtime.threads.history(thread_id, { limit: 100 })).length).toBeGreaterThan(3);
    expect((await after.runtime.threads.path(thread_id)).turns[0]?.path).toHaveLength(2);
    expect(await after.runtime.interrupts.get(id)).toMatchObject({ status: "pending" });
    await after.runtime.stop();
    const without = await createRuntime({ database, graphs: {}, log: consoleLog("fatal") });
    const state = await without.threads.state(thread_id);
    expect(state).toMatchObject({ values: { amount: 6 }, next: ["approval"], tasks: [{ name: "approval", interrupts: [{ id }] }] });
    expect(Object.keys(Object(state.values)).sort()).toEqual(["amount", "message"]);
    await without.stop();
    const back = await deskOn(database);
    const { resume_run_id } = await back.runtime.interrupts.decide(decision);
    expect(await back.runtime.runs.join(thread_id, resume_run_id ?? "")).toMatchObject({ receipt: "paid 6" });
    await back.runtime.stop();
  });
});

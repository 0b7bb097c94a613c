/** A thread continues with the definition that it started with, as long as the current code still fits it. */
import { expect, it } from "vitest";
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

  it("is refused with the reason if the current code does not fit it, and keeps its question", async () => {
    const database = await open();
    const before = await deskOn(database);
    const { thread_id } = await before.begin({ message: "before" });
    const { id } = await before.question(thread_id);
    await before.runtime.stop();
    const after = await deskOn(database, { graph: deploys.unfitting() });
    const decision = { id, decision: "approve", roles: ["lead"] };
    await expect(after.runtime.interrupts.decide(decision)).rejects.toMatchObject({ code: "DEFINITION_DOES_NOT_FIT" });
    expect(await after.runtime.interrupts.get(id)).toMatchObject({ status: "pending" });
    await after.runtime.stop();
    const back = await deskOn(database);
    const { resume_run_id } = await back.runtime.interrupts.decide(decision);
    expect(await back.runtime.runs.join(thread_id, resume_run_id ?? "")).toMatchObject({ receipt: "paid 6" });
    await back.runtime.stop();
  });
});

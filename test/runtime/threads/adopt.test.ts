/** A thread that waits is moved to another version of its declaration: its question is closed and asked anew, or it is refused with everything that does not fit. */
import { expect, it } from "vitest";
import { deskOn } from "../../fixtures/desk.ts";
import { deploys } from "../../fixtures/refund-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

const olga = { by: "olga", reason: "version 2 is live" };

describeOnBoth("a thread that waits at a question", (open) => {
  const waiting = async () => {
    const database = await open();
    const before = await deskOn(database);
    const { thread_id } = await before.begin({ message: "before" });
    const { id } = await before.question(thread_id);
    await before.runtime.stop();
    return { database, thread_id, id };
  };

  it("is asked anew at the node that took the old one's place, and the effect happens once", async () => {
    const { database, thread_id, id } = await waiting();
    const after = await deskOn(database, { graph: deploys.renamed() });
    const { threads, interrupts, runs } = after.runtime;
    await expect(threads.adopt(thread_id, { to: 2, ...olga })).rejects.toMatchObject({
      code: "NOT_ADOPTABLE",
      message: expect.stringMatching(
        /from version 1 to 2: node approval: stored asks a person, offered none\. Name the node that takes the place of "approval" by a map: .*approval=signOff/,
      ),
    });
    const map = { approval: "signOff" };
    expect(await threads.adopt(thread_id, { to: 2, map, ...olga, dryRun: true })).toMatchObject({ outcome: "would be adopted" });
    expect(await interrupts.get(id)).toMatchObject({ status: "pending" });
    const adopted = await threads.adopt(thread_id, { to: 2, map, ...olga });
    expect(adopted).toMatchObject({ outcome: "adopted", node: { from: "approval", to: "signOff" }, superseded: id });
    await runs.join(thread_id, adopted.run_id ?? "");
    expect(await threads.adopt(thread_id, { to: 2, map, ...olga })).toMatchObject({ outcome: "unchanged" });
    const decision = { decision: "approve", by: "lea", roles: ["lead"] };
    await expect(interrupts.decide({ id, ...decision })).rejects.toMatchObject({
      code: "ALREADY_DECIDED",
      message: expect.stringContaining("superseded by olga"),
    });
    const question = await after.question(thread_id);
    expect(question).toMatchObject({ value: { node: "signOff", shows: { amount: 6 } } });
    expect(question.id).not.toBe(id);
    const { resume_run_id } = await interrupts.decide({ id: question.id, ...decision });
    expect(await runs.join(thread_id, resume_run_id ?? "")).toMatchObject({ receipt: "paid 6" });
    expect(await after.payments()).toEqual([6]);
    const [turn] = (await threads.path(thread_id)).turns;
    expect(turn?.path.map(({ node, label, target }) => `${node} -${label}-> ${target}`)).toEqual([
      "triage -clear-> price",
      "price -next-> approval",
      "(outside) -adopted-> signOff",
      "signOff -approve-> pay",
      "pay -next-> end",
    ]);
    const audit =
      "select what, node, detail from signalbox.audit where thread_id = $1 and what in ('thread.adopted', 'interrupt.superseded') order by id";
    expect(await database.sql.query(audit, [thread_id])).toMatchObject([
      {
        what: "interrupt.superseded",
        node: "approval",
        detail: { interrupt: id, by: "olga", why: "adopted by version 2: version 2 is live" },
      },
      {
        what: "thread.adopted",
        node: "signOff",
        detail: { by: "olga", reason: "version 2 is live", from: { version: 1 }, to: { version: 2 }, node: adopted.node },
      },
    ]);
    await after.runtime.stop();
  });

  it("is moved to a version whose code is there, though the code of its own is gone", async () => {
    const { database, thread_id, id } = await waiting();
    const after = await deskOn(database, { graph: deploys.unfitting() });
    const { threads, interrupts, runs } = after.runtime;
    const decision = { decision: "edit", form: { cents: 4 }, by: "lea", roles: ["lead"] };
    await expect(interrupts.decide({ id, ...decision })).rejects.toMatchObject({ code: "DEFINITION_DOES_NOT_FIT" });
    const { run_id } = await threads.adopt(thread_id, { to: 3, ...olga });
    await runs.join(thread_id, run_id ?? "");
    const { resume_run_id } = await interrupts.decide({ id: (await after.question(thread_id)).id, ...decision });
    expect(await runs.join(thread_id, resume_run_id ?? "")).toMatchObject({ receipt: "paid 4" });
    await after.runtime.stop();
  });
});

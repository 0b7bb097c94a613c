/** The ledger's rules at the claim: roles, four eyes, two people, what was shown, and the same request sent twice. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { FencedSaver } from "../../../persistence/checkpointer/saver.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { fourEyes } from "../../fixtures/refund-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

describeOnBoth("the decision ledger", (open) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await deskOn(await open(), { graph: fourEyes() });
  });
  afterAll(() => desk.runtime.stop());

  const looking = async (message: string) => {
    const { thread_id } = await desk.runtime.threads.create({});
    await desk.runtime.runs.create(thread_id, { assistant_id: "refund-desk", input: { message }, by: "rita" });
    return { thread_id, look: (await desk.question(thread_id)).id };
  };
  /** A thread at its payment, which cleo the clerk has looked at. */
  const paying = async (message: string) => {
    const { thread_id, look } = await looking(message);
    await desk.runtime.interrupts.decide({ id: look, decision: "yes", by: "cleo", roles: ["clerk"] });
    const { id } = await desk.question(thread_id);
    const decide = (by: string, more: object = {}) =>
      desk.runtime.interrupts.decide({ id, decision: "approve", by, roles: ["lead"], ...more });
    return { thread_id, id, decide };
  };
  const copied = async (thread: string) => (await desk.runtime.threads.copy(thread)).thread_id;
  const audited = (thread: string, what: string) =>
    desk.database.sql.query<{ detail: Record<string, unknown> }>(
      "select detail from signalbox.audit where thread_id = $1 and what = $2 order by id",
      [thread, what],
    );

  it("lets only a role of the question decide, where the roles are given", async () => {
    const { thread_id, look } = await looking("roles");
    const by = { by: "eve", decision: "yes", id: look };
    await expect(desk.runtime.interrupts.decide({ ...by, roles: ["lead"] })).rejects.toMatchObject({ code: "NOT_ALLOWED_TO_DECIDE" });
    await expect(desk.runtime.interrupts.decide({ ...by, roles: [] })).rejects.toMatchObject({ code: "NOT_ALLOWED_TO_DECIDE" });
    expect(await desk.runtime.interrupts.decide({ ...by, roles: ["lead", "clerk"] })).toMatchObject({ status: "decided" });
    expect(await audited(thread_id, "interrupt.refused")).toMatchObject([
      { detail: { interrupt: look, by: "eve", roles: ["lead"], code: "NOT_ALLOWED_TO_DECIDE" } },
      { detail: { by: "eve", roles: [] } },
    ]);
  });

  it("gives a copy its own question: no vote comes with it, and who asked or looked before is excluded there too", async () => {
    const { thread_id, id, decide } = await paying("a copy");
    await decide("ann");
    const copy = await copied(thread_id);
    const on = { thread_id: copy };
    expect(
      (await desk.runtime.interrupts.list({ thread_id: copy, limit: 10, offset: 0 })).items.map(({ status, answers }) => [
        status,
        answers?.length,
      ]),
    ).toEqual([
      ["pending", 0],
      ["decided", 1],
    ]);
    for (const by of ["rita", "cleo"]) await expect(decide(by, on)).rejects.toMatchObject({ code: "NOT_ALLOWED_TO_DECIDE" });
    await expect(decide("bob")).rejects.toMatchObject({ code: "INTERRUPT_AMBIGUOUS" });
    expect(await decide("bob", on)).toMatchObject({ id, thread_id: copy, status: "pending" });
    expect(await desk.runtime.interrupts.get(id, thread_id)).toMatchObject({ answers: [{ by: "ann" }] });
    const decided = await decide("ann", on);
    expect(await desk.runtime.runs.join(copy, decided.resume_run_id ?? "")).toMatchObject({ receipt: "paid 6" });
    expect(await decide("carl", { thread_id })).toMatchObject({ status: "decided" });
  });

  it("takes two people, neither who asked nor who looked first, and resumes with the second", async () => {
    const { thread_id, id, decide } = await paying("two people");
    await expect(decide("rita")).rejects.toMatchObject({ code: "NOT_ALLOWED_TO_DECIDE" });
    await expect(decide("cleo")).rejects.toMatchObject({ code: "NOT_ALLOWED_TO_DECIDE" });
    await expect(desk.runtime.interrupts.decide({ id, decision: "approve" })).rejects.toMatchObject({ code: "NOT_ALLOWED_TO_DECIDE" });
    expect(await decide("ann")).toMatchObject({ status: "pending", decided_by: null });
    await expect(decide("ann")).rejects.toMatchObject({ code: "ALREADY_DECIDED", facts: { first: { by: "ann", decision: "approve" } } });
    expect(await desk.runtime.threads.get(thread_id)).toMatchObject({ status: "interrupted" });
    const decided = await decide("bob");
    expect(decided).toMatchObject({ status: "decided", decided_by: "bob" });
    expect(await desk.runtime.runs.join(thread_id, decided.resume_run_id ?? "")).toMatchObject({ receipt: "paid 10" });
    expect((await audited(thread_id, "interrupt.refused")).length).toBe(4);
    expect((await audited(thread_id, "interrupt.answered")).map(({ detail }) => detail.by)).toEqual(["ann"]);
  });

  it("lets one person reject what takes two to approve", async () => {
    const { thread_id, decide } = await paying("rejected");
    await decide("ann");
    await decide("bob", { decision: "reject", reason: "no such order" });
    expect(await desk.settled(thread_id)).toBe("idle");
    expect((await audited(thread_id, "interrupt.decided")).at(-1)?.detail).toMatchObject({ by: "bob", reason: "no such order" });
  });

  it("counts two people of sixteen at the same moment once", async () => {
    const { thread_id, decide } = await paying("sixteen people");
    const before = (await desk.payments()).length;
    const answers = await Promise.allSettled(Array.from({ length: 16 }, (_, index) => decide(`lead-${index}`)));
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(2);
    expect(await desk.settled(thread_id)).toBe("idle");
    expect(await desk.payments()).toHaveLength(before + 1);
  });

  it("refuses a decision on what has changed since it was shown", async () => {
    const { thread_id, decide } = await paying("bound");
    const graph = { configurable: { thread_id } };
    const saver = new FencedSaver(desk.database);
    const tuple = await saver.getTuple(graph);
    if (!tuple) throw new Error("no checkpoint");
    const { checkpoint, config, metadata } = tuple;
    const amount = checkpoint.channel_values.amount;
    const put = async (value: unknown) => {
      const version = saver.getNextVersion(checkpoint.channel_versions.amount as number);
      const changed = {
        ...checkpoint,
        channel_values: { ...checkpoint.channel_values, amount: value },
        channel_versions: { ...checkpoint.channel_versions, amount: version },
      };
      await saver.put(config, changed, metadata ?? { source: "update", step: 0, parents: {} }, { amount: version });
    };
    await put(1_000_000);
    await expect(decide("ann")).rejects.toMatchObject({ code: "SHOWN_STATE_CHANGED", facts: { channels: ["amount"] } });
    await put(amount);
    expect(await decide("ann")).toMatchObject({ status: "pending" });
  });

  it("gives the same request under its key the same answer, and another one the first decision", async () => {
    const { thread_id, id, decide } = await paying("keys");
    const first = await decide("ann", { idempotency_key: "k1" });
    expect(await decide("ann", { idempotency_key: "k1" })).toEqual(first);
    await expect(decide("bob", { idempotency_key: "k1" })).rejects.toMatchObject({
      code: "ALREADY_DECIDED",
      facts: { first: { by: "ann" } },
    });
    const twice = await Promise.all([decide("bob", { idempotency_key: "k2" }), decide("bob", { idempotency_key: "k2" })]);
    expect(twice.map(({ status }) => status)).toEqual(["decided", "decided"]);
    expect(await decide("bob", { idempotency_key: "k2" })).toMatchObject({ id, decided_by: "bob" });
    await expect(decide("bob", { idempotency_key: "k2", decision: "reject" })).rejects.toMatchObject({ code: "ALREADY_DECIDED" });
    expect(await desk.settled(thread_id)).toBe("idle");
    expect(await desk.runtime.runs.list(thread_id)).toHaveLength(3);
  });

  it("puts attempts that do not fit the question on record too", async () => {
    const { thread_id, decide } = await paying("misfits");
    await expect(decide("ann", { decision: "maybe" })).rejects.toMatchObject({ code: "INVALID_DECISION" });
    await expect(desk.wait(thread_id, { command: { resume: "yes" } })).rejects.toMatchObject({ code: "INVALID_DECISION" });
    expect((await audited(thread_id, "interrupt.refused")).map(({ detail }) => [detail.by, detail.code])).toEqual([
      ["ann", "INVALID_DECISION"],
      ["command", "INVALID_DECISION"],
    ]);
  });

  it("keeps the hash of the question and of what was shown", async () => {
    const [one, two] = [await paying("a"), await paying("bb")];
    const rows = await desk.database.sql.query<Record<string, string>>(
      "select question_hash, shown_hash, bound_hash from signalbox.interrupts where id = any($1::text[])",
      [[one.id, two.id]],
    );
    expect(new Set(rows.map(({ question_hash }) => question_hash)).size).toBe(1);
    expect(new Set(rows.map(({ shown_hash }) => shown_hash)).size).toBe(2);
    expect(new Set(rows.map(({ bound_hash }) => bound_hash)).size).toBe(2);
  });
});

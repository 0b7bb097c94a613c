/** Questions and their answers: who may answer what, and what becomes of everybody else's answer. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

describeOnBoth("deciding", (open) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await deskOn(await open());
  });
  afterAll(() => desk.runtime.stop());

  it("asks as the graph declares it", async () => {
    const { thread_id } = await desk.begin({ message: "refund" });
    const question = await desk.question(thread_id);
    expect(question).toMatchObject({
      ...{ thread_id, node: "approval", graph_id: "refund-desk", status: "pending" },
      value: { question: "approve", node: "approval", prompt: "Pay it?", shows: { message: "refund", amount: 6 }, by: { roles: ["lead"] } },
    });
    expect(Date.parse(question.due_at ?? "") - Date.parse(question.created_at)).toBe(3_600_000);
  });

  it("pays once when sixteen decide at the same moment, and tells fifteen of them who was first", async () => {
    const { thread_id } = await desk.begin({ message: "sixteen deciders" });
    const { id } = await desk.question(thread_id);
    const before = (await desk.payments()).length;
    const answers = await Promise.allSettled(
      Array.from({ length: 16 }, (_, index) =>
        desk.runtime.interrupts.decide({ id, decision: "approve", by: `lead-${index}`, roles: ["lead"] }),
      ),
    );
    const accepted = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
    const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason] : []));
    expect(accepted).toHaveLength(1);
    expect(refused).toHaveLength(15);
    for (const error of refused) {
      expect(error).toMatchObject({ code: "ALREADY_DECIDED", facts: { first: { decision: "approve", by: accepted[0]?.decided_by } } });
    }
    expect(await desk.settled(thread_id)).toBe("idle");
    expect(await desk.payments()).toHaveLength(before + 1);
    const runs = await desk.runtime.runs.list(thread_id);
    expect(runs.map(({ status }) => status)).toEqual(["success", "success"]);
    const refusals = await desk.database.sql.query("select 1 from signalbox.audit where thread_id = $1 and what = 'interrupt.refused'", [
      thread_id,
    ]);
    expect(refusals.length).toBeGreaterThan(0);
  });

  it.each([
    ["a decision that is not declared", { decision: "maybe" }],
    ["a form where none belongs", { decision: "approve", form: { amount: 1 } }],
    ["a form that does not fit", { decision: "edit", form: { amount: -1 } }],
    ["no form where one belongs", { decision: "reject" }],
    ["the deadline's own decision", { decision: "expired" }],
    ["nothing at all", {}],
    ["null", { resume: null }],
    ["a bare value", { resume: "yes" }],
  ])("refuses %s, and the thread still takes the right answer", async (_, wrong) => {
    const { thread_id } = await desk.begin({ message: "wrong answers" });
    const { id } = await desk.question(thread_id);
    await expect(desk.runtime.interrupts.decide({ id, ...wrong, roles: ["lead"] })).rejects.toMatchObject({
      code: "INVALID_DECISION",
      facts: { interrupt: id },
    });
    expect(await desk.runtime.threads.get(thread_id)).toMatchObject({ status: "interrupted" });
    const { resume_run_id } = await desk.runtime.interrupts.decide({ id, decision: "edit", form: { amount: 7 }, roles: ["lead"] });
    expect(await desk.runtime.runs.join(thread_id, resume_run_id ?? "")).toMatchObject({ receipt: "paid 7" });
  });

  it("refuses a wrong command.resume, an unknown id, and one that was answered", async () => {
    const { thread_id } = await desk.begin({ message: "by command" });
    const { id } = await desk.question(thread_id);
    const resume = (value: unknown) => desk.wait(thread_id, { command: { resume: value }, roles: ["lead"] });
    await expect(resume("yes")).rejects.toMatchObject({ code: "INVALID_DECISION" });
    await expect(resume(null)).rejects.toMatchObject({ code: "INVALID_DECISION" });
    await expect(resume({ ["0".repeat(32)]: { decision: "approve" } })).rejects.toMatchObject({ code: "INVALID_DECISION" });
    expect(await resume({ [id]: { decision: "approve" } })).toMatchObject({ receipt: "paid 10" });
    await expect(resume({ decision: "approve" })).rejects.toMatchObject({ code: "ALREADY_DECIDED", facts: { first: { by: "command" } } });
    await expect(desk.runtime.interrupts.decide({ id: "0".repeat(32), decision: "approve", roles: ["lead"] })).rejects.toMatchObject({
      code: "INTERRUPT_NOT_FOUND",
    });
  });

  it("takes a bare command.resume when one question is open", async () => {
    const { thread_id } = await desk.begin({ message: "bare" });
    await desk.question(thread_id);
    expect(await desk.wait(thread_id, { command: { resume: { decision: "reject", form: { text: "no" } } }, roles: ["lead"] })).toEqual({});
    expect((await desk.runtime.threads.state(thread_id)).values).toMatchObject({ detail: "no" });
  });

  it("takes the requester's message as the answer to the requester's question", async () => {
    const { thread_id } = await desk.begin({ message: "which?" });
    expect(await desk.question(thread_id)).toMatchObject({ node: "clarify", value: { by: "requester" } });
    const result = await desk.wait(thread_id, { input: { message: "the second" } });
    expect(result).toMatchObject({ __interrupt__: [{ value: { node: "approval", shows: { message: "the second", amount: 10 } } }] });
    const { turns } = await desk.runtime.threads.path(thread_id);
    expect(turns.map(({ path }) => path.map(({ node, label, target }) => `${node} -${label}-> ${target}`))).toEqual([
      ["triage -unclear-> clarify", "clarify -answered-> price", "price -next-> approval"],
    ]);
  });

  it("refuses a message while somebody else is asked, naming the question", async () => {
    const { thread_id } = await desk.begin({ message: "waiting" });
    const { id } = await desk.question(thread_id);
    await expect(desk.wait(thread_id, { input: { message: "hello?" } })).rejects.toMatchObject({
      code: "THREAD_WAITS",
      facts: { thread: thread_id, interrupt: { id, node: "approval" } },
    });
    await expect(desk.wait(thread_id, {})).rejects.toMatchObject({ code: "THREAD_WAITS" });
    expect((await desk.question(thread_id)).id).toBe(id);
  });

  it("takes any value but null for the interrupt of a raw graph", async () => {
    const { thread_id } = await desk.begin({ script: {} }, "steps");
    const { id } = await desk.question(thread_id);
    await expect(desk.runtime.interrupts.decide({ id, resume: null })).rejects.toMatchObject({ code: "INVALID_DECISION" });
    const { resume_run_id } = await desk.runtime.interrupts.decide({ id, resume: { any: ["json", 0, false] } });
    expect(await desk.runtime.runs.join(thread_id, resume_run_id ?? "")).toMatchObject({ answer: { any: ["json", 0, false] } });
  });
});

describeOnBoth("two questions at once", (open) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await deskOn(await open());
  });
  afterAll(() => desk.runtime.stop());
  const asked = async () => {
    const { thread_id } = await desk.begin({}, "pair");
    await desk.question(thread_id);
    const { items } = await desk.runtime.interrupts.list({ thread_id, status: "pending", limit: 10, offset: 0 });
    const [left, right] = items.toSorted((a, b) => String(a.value).localeCompare(String(b.value)));
    return { thread_id, left: left?.id ?? "", right: right?.id ?? "" };
  };

  it("are answered by two people at the same moment, one run after the other", async () => {
    const { thread_id, left, right } = await asked();
    const answers = [desk.runtime.interrupts.decide({ id: left, resume: "L" }), desk.runtime.interrupts.decide({ id: right, resume: "R" })];
    await Promise.all(answers);
    expect(await desk.settled(thread_id)).toBe("idle");
    expect((await desk.runtime.threads.get(thread_id)).values).toEqual({ left: "L", right: "R" });
    expect((await desk.runtime.runs.list(thread_id)).map(({ status }) => status)).toEqual(["success", "success", "success"]);
  });

  it("are answered one by one: the thread waits for the other meanwhile", async () => {
    const { thread_id, left, right } = await asked();
    await expect(desk.wait(thread_id, { assistant_id: "pair", command: { resume: "whose?" } })).rejects.toMatchObject({
      code: "INVALID_DECISION",
      facts: { interrupts: expect.arrayContaining([left, right]) },
    });
    expect(await desk.wait(thread_id, { assistant_id: "pair", command: { resume: { [left]: "L" } } })).toMatchObject({
      __interrupt__: [{ id: right }],
    });
    const waiting = await desk.runtime.threads.get(thread_id);
    expect([waiting.status, Object.values(waiting.interrupts)]).toEqual(["interrupted", [[{ id: right, value: "right?" }]]]);
    const result = await desk.wait(thread_id, { assistant_id: "pair", command: { resume: { [right]: "R" } } });
    expect(result).toEqual({ left: "L", right: "R" });
  });

  it("are answered in one call, all or none", async () => {
    const { thread_id, left, right } = await asked();
    const both = (resume: object) => desk.wait(thread_id, { assistant_id: "pair", command: { resume } });
    await expect(both({ [left]: "L", [right]: null })).rejects.toMatchObject({ code: "INVALID_DECISION" });
    expect(await both({ [left]: "L", [right]: "R" })).toEqual({ left: "L", right: "R" });
  });
});

describeOnBoth("a process that has just started", (open) => {
  it("decides as its first act, with nothing sent before", async () => {
    const database = await open();
    const before = await deskOn(database);
    const { thread_id } = await before.begin({ message: "cold" });
    const { id } = await before.question(thread_id);
    await before.runtime.stop();
    const after = await deskOn(database, { idle: true });
    const decided = await after.runtime.interrupts.decide({ id, decision: "approve", roles: ["lead"] });
    expect(decided).toMatchObject({ status: "decided" });
    await after.runtime.start();
    expect(await after.runtime.runs.join(thread_id, decided.resume_run_id ?? "")).toMatchObject({ receipt: "paid 4" });
    await after.runtime.stop();
  });
});

/** Decisions that take several people: equal forms are an agreement, answers are shown and can be changed, a key counts once. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { question, setup } from "../../../language/index.ts";
import type { DecisionRequest } from "../../../runtime/interrupts/interrupts.ts";
import { lazyPorts } from "../../../runtime/ports/lazy-ports.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

const Edit = z.object({
  amount: z.number(),
  note: z.string().default("none"),
  parts: z.array(z.object({ a: z.number(), b: z.number() })).default([]),
});
const vocabulary = setup({
  roles: ["finance"],
  state: { amount: z.number(), done: z.string() },
  questions: { pay: question({ prompt: "Pay it?", decisions: { approve: null, edit: Edit, reject: null } }) },
});
const graph = vocabulary.defineGraph({
  id: "votes",
  version: 1,
  start: "ask",
  input: ["amount"],
  nodes: {
    ask: {
      kind: "interrupt",
      question: "pay",
      by: { roles: ["finance"], count: { approve: 2, edit: 2 } },
      shows: ["amount"],
      decisions: { approve: "end", edit: "end", reject: "end" },
      writes: { edit: { amount: "amount" } },
      deadlines: [{ after: "1d", next: "end" }],
    },
  },
});

describeOnBoth("a decision that takes two people", (open) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await deskOn(await open(), { graphs: { votes: compileGraph(graph, { ports: lazyPorts({ dataFolder: "memory://" }) }) } });
  });
  afterAll(() => desk.runtime.stop());

  const asked = async () => {
    const { thread_id } = await desk.begin({ amount: 1 }, "votes");
    const { id } = await desk.question(thread_id);
    const decide = (by: string, answer: Partial<DecisionRequest>) =>
      desk.runtime.interrupts.decide({ id, by, roles: ["finance"], ...answer });
    const amount = async () => {
      await desk.settled(thread_id);
      return (await desk.runtime.threads.state(thread_id)).values;
    };
    return { thread_id, id, decide, amount };
  };
  const edit = (form: object) => ({ decision: "edit", form });
  const audited = (thread: string) =>
    desk.database.sql.query<{ what: string; detail: { by: string; changed?: object } }>(
      "select what, detail from signalbox.audit where thread_id = $1 and what like 'interrupt.%' order by id",
      [thread],
    );

  it("does not take two forms that differ, and takes the one that two people give", async () => {
    const { decide, amount } = await asked();
    expect(await decide("fin1", edit({ amount: 70_000 }))).toMatchObject({ status: "pending" });
    expect(await decide("fin2", edit({ amount: 80_000 }))).toMatchObject({ status: "pending" });
    expect(await decide("fin3", edit({ amount: 70_000 }))).toMatchObject({ status: "decided", decided_by: "fin3" });
    expect(await amount()).toMatchObject({ amount: 70_000 });
  });

  it("compares forms as the question reads them: defaults, order of keys, unknown keys", async () => {
    const { decide } = await asked();
    await decide("fin1", edit({ amount: 5, parts: [{ a: 1, b: 2 }] }));
    expect(await decide("fin2", edit({ parts: [{ b: 2, a: 1 }], note: "none", amount: 5.0, more: true }))).toMatchObject({
      status: "decided",
    });
    const other = await asked();
    await other.decide(
      "fin1",
      edit({
        amount: 5,
        parts: [
          { a: 1, b: 2 },
          { a: 3, b: 4 },
        ],
      }),
    );
    expect(
      await other.decide(
        "fin2",
        edit({
          amount: 5,
          parts: [
            { a: 3, b: 4 },
            { a: 1, b: 2 },
          ],
        }),
      ),
    ).toMatchObject({ status: "pending" });
  });

  it("shows who has answered what, when and why", async () => {
    const { id, thread_id, decide } = await asked();
    const answered = await decide("fin1", { ...edit({ amount: 7 }), reason: "too high" });
    const shown = [{ by: "fin1", roles: ["finance"], decision: "edit", form: { amount: 7 }, reason: "too high", at: expect.any(String) }];
    expect(answered).toMatchObject({ status: "pending", answers: shown });
    expect(await desk.runtime.interrupts.get(id)).toMatchObject({ answers: shown });
    const { items } = await desk.runtime.interrupts.list({ thread_id, limit: 10, offset: 0 });
    expect(items).toMatchObject([{ answers: shown }]);
    const decided = await decide("fin2", edit({ amount: 7 }));
    expect(decided.answers?.map(({ by }) => by)).toEqual(["fin1", "fin2"]);
    expect((await desk.runtime.interrupts.get(id)).answers).toEqual(decided.answers);
  });

  it("lets a person change an answer while the question is open, and keeps both on record", async () => {
    const { thread_id, id, decide, amount } = await asked();
    await decide("fin1", { decision: "approve" });
    await decide("fin2", edit({ amount: 2 }));
    expect(await decide("FIN2", { decision: "approve" })).toMatchObject({ status: "decided" });
    expect(await amount()).toMatchObject({ amount: 1 });
    expect((await desk.runtime.interrupts.get(id)).answers?.map(({ by, decision }) => [by, decision])).toEqual([
      ["fin1", "approve"],
      ["FIN2", "approve"],
    ]);
    expect(await audited(thread_id)).toMatchObject([
      { what: "interrupt.answered", detail: { by: "fin1" } },
      { what: "interrupt.answered", detail: { by: "fin2", answer: { decision: "edit" } } },
      { what: "interrupt.decided", detail: { by: "FIN2", changed: { decision: "edit", answer: { form: { amount: 2 } } } } },
    ]);
    await expect(decide("fin1", edit({ amount: 3 }))).rejects.toMatchObject({ code: "ALREADY_DECIDED" });
  });

  it("does not count an answer that was changed, nor the same one twice", async () => {
    const { decide } = await asked();
    await decide("fin1", edit({ amount: 1 }));
    await decide("fin1", edit({ amount: 2 }));
    expect(await decide("fin2", edit({ amount: 1 }))).toMatchObject({ status: "pending" });
    await expect(decide("fin2", edit({ amount: 1 }))).rejects.toMatchObject({ code: "ALREADY_DECIDED", facts: { first: { by: "fin2" } } });
    expect(await decide("fin1", edit({ amount: 1 }))).toMatchObject({ status: "decided" });
  });

  it("does not go back to an answer that was changed when its request arrives again", async () => {
    const { id, decide } = await asked();
    await decide("fin1", { decision: "approve", idempotency_key: "k1" });
    await decide("fin1", { ...edit({ amount: 9 }), idempotency_key: "k2" });
    expect(await decide("fin1", { decision: "approve", idempotency_key: "k1" })).toMatchObject({ status: "pending" });
    expect(await decide("fin1", { ...edit({ amount: 9 }), idempotency_key: "k2" })).toMatchObject({ status: "pending" });
    expect((await desk.runtime.interrupts.get(id)).answers).toMatchObject([{ by: "fin1", decision: "edit", form: { amount: 9 } }]);
    await expect(decide("fin2", { decision: "approve", idempotency_key: "k1" })).rejects.toMatchObject({ code: "ALREADY_DECIDED" });
  });

  it("decides once when sixteen answer and change their answers at the same moment", async () => {
    const { thread_id, id, decide, amount } = await asked();
    const answers = await Promise.allSettled(
      Array.from({ length: 16 }, (_, at) => decide(`fin${at % 8}`, edit({ amount: 10 + (at % 5) }))),
    );
    const decided = answers.flatMap((answer) => (answer.status === "fulfilled" && answer.value.status === "decided" ? [answer.value] : []));
    expect(decided).toHaveLength(1);
    const { answers: given = [] } = await desk.runtime.interrupts.get(id);
    const winner = given.find(({ by }) => by === decided[0]?.decided_by)?.form;
    expect(new Set(given.filter(({ form }) => JSON.stringify(form) === JSON.stringify(winner)).map(({ by }) => by)).size).toBe(2);
    expect(await amount()).toMatchObject({ ...Object(winner) });
    expect(await desk.runtime.runs.list(thread_id)).toHaveLength(2);
  });
});

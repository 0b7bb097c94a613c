/** The inbox over HTTP: find open questions and decide each once; later deciders learn who was first. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOnBoth } from "../support/databases.ts";
import { jsonOf, type Served, serveGraphs } from "./serve-graphs.ts";

const largeRefund = { input: { message: "refund, please", orderId: "o-70" } };

describeOnBoth("the inbox", (open) => {
  let served: Served;
  beforeAll(async () => {
    served = await serveGraphs(await open());
  });
  afterAll(() => served.close());

  const get = async (path: string) => jsonOf(fetch(served.url + path));
  const decide = async (id: string, body: object) => {
    const answer = await fetch(`${served.url}/interrupts/${id}/decision`, { method: "POST", body: JSON.stringify(body) });
    return { status: answer.status, body: await jsonOf(answer) };
  };
  /** A thread that waits for its refund's approval, and the interrupt's id. */
  const waiting = async (): Promise<{ thread: string; id: string }> => {
    const { thread_id } = await served.client.threads.create();
    const stopped = await served.client.runs.wait(thread_id, "support-desk", largeRefund);
    const [{ id }] = (stopped as { __interrupt__: [{ id: string }] }).__interrupt__;
    return { thread: thread_id, id };
  };
  const lead = { by: "ann", roles: ["support-lead"] };
  /** LangGraph's client cannot say who answers. */
  const waitFor = async (thread: string, body: object) =>
    jsonOf(
      fetch(`${served.url}/threads/${thread}/runs/wait`, {
        method: "POST",
        body: JSON.stringify({ assistant_id: "support-desk", ...body }),
      }),
    );
  const settled = (thread: string) => expect.poll(async () => (await served.client.threads.get(thread)).status).toBe("idle");

  it("lists interrupts by status, graph and thread, in pages", async () => {
    const { thread, id } = await waiting();
    await waiting();
    const [mine] = await get(`/interrupts?thread_id=${thread}`);
    expect(mine).toMatchObject({ id, thread_id: thread, status: "pending", node: "approval" });
    expect(await get(`/interrupts/${id}`)).toEqual(mine);
    const page = await fetch(`${served.url}/interrupts?status=pending&graph_id=support-desk&limit=1`);
    expect(Number(page.headers.get("X-Pagination-Total"))).toBeGreaterThanOrEqual(2);
    expect([page.headers.get("X-Pagination-Next"), (await jsonOf(page)).length]).toEqual(["1", 1]);
    expect(await get("/interrupts?graph_id=nope")).toEqual([]);
    expect(await get(`/interrupts?thread_id=${thread}&status=decided`)).toEqual([]);
  });

  it("shows the question: its prompt, what it shows, each decision with its form", async () => {
    const { id } = await waiting();
    const interrupt = await get(`/interrupts/${id}`);
    expect(interrupt.value).toMatchObject({
      question: "approveRefund",
      prompt: "Pay this refund?",
      shows: { message: "refund, please", refund: { orderId: "o-70", amountCents: 7_000 } },
      by: { roles: ["support-lead"] },
    });
    // in their declared order
    expect(Object.keys(interrupt.value.decisions)).toEqual(["approve", "edit", "reject"]);
    expect(interrupt.value.decisions.reject).toMatchObject({ type: "object", required: ["reason"] });
  });

  it("shows the schema of the answer wherever the question is shown", async () => {
    const { thread, id } = await waiting();
    const { response_schema } = await get(`/interrupts/${id}`);
    expect(JSON.stringify(response_schema)).toContain('"approve"');
    const { tasks } = await served.client.threads.getState(thread);
    const { interrupts } = await served.client.threads.get(thread);
    const [run] = await served.client.runs.list(thread);
    const joined = (await served.client.runs.join(thread, run?.run_id ?? "")) as { __interrupt__: object[] };
    for (const shown of [tasks.at(-1)?.interrupts[0], Object.values(interrupts)[0]?.[0], joined.__interrupt__[0]])
      expect(shown).toMatchObject({ id, response_schema });
  });

  it("accepts a decision with its form, and the run continues", async () => {
    const { thread, id } = await waiting();
    const { status, body } = await decide(id, { decision: "edit", form: { refund: { orderId: "o-70", amountCents: 100 } }, ...lead });
    expect([status, body]).toMatchObject([200, { id, status: "decided", decision: "edit", decided_by: "ann" }]);
    await settled(thread);
    expect((await served.client.threads.getState(thread)).values).toMatchObject({ receipt: "paid 100 for o-70" });
  });

  it("accepts the first decision and names it to all others", async () => {
    const { thread, id } = await waiting();
    const names = Array.from({ length: 8 }, (_, at) => `person-${at}`);
    const answers = await Promise.all(names.map((by) => decide(id, { ...lead, decision: "approve", by })));
    const accepted = answers.filter(({ status }) => status === 200);
    expect(accepted).toHaveLength(1);
    for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
      expect([status, body.code]).toEqual([409, "ALREADY_DECIDED"]);
      expect(body.first).toMatchObject({ decision: "approve", by: accepted[0]?.body.decided_by });
    }
    await settled(thread);
    expect((await served.client.threads.getState(thread)).values).toMatchObject({ receipt: "paid 7000 for o-70" });
    expect((await decide(id, { decision: "reject", form: { reason: "late" } })).status).toBe(409);
  });

  it("refuses decisions that the question does not have, and still waits for a valid one", async () => {
    const { thread, id } = await waiting();
    for (const body of [
      { decision: "aprove" },
      { decision: "edit" },
      { decision: "edit", form: { refund: { orderId: "o-70" } } },
      { decision: "approve", form: { a: 1 } },
    ]) {
      const answer = await decide(id, body);
      expect([answer.status, answer.body.code]).toEqual([400, "INVALID_DECISION"]);
    }
    for (const body of [{}, { decision: null }, { decision: "approve", what: 1 }, []]) {
      const answer = await decide(id, body);
      expect([answer.status, answer.body.code]).toEqual([400, "INVALID_INPUT"]);
    }
    expect((await served.client.threads.get(thread)).status).toBe("interrupted");
    expect((await decide(id, { decision: "approve", ...lead })).status).toBe(200);
    await settled(thread);
  });

  it("refuses a message to a thread that waits for someone else, naming the interrupt", async () => {
    const { thread, id } = await waiting();
    await expect(served.client.runs.create(thread, "support-desk", largeRefund)).rejects.toThrow(new RegExp(`HTTP 409: .*${id}`));
    expect((await get(`/interrupts/${id}`)).status).toBe("pending");
  });

  it("accepts the requester's message as the answer to a question for the requester", async () => {
    const { thread_id } = await served.client.threads.create();
    const unclear = { message: "hm", orderId: "o-20" };
    await served.client.runs.wait(thread_id, "support-desk", { input: unclear });
    const [asked] = await get(`/interrupts?thread_id=${thread_id}`);
    expect([asked.node, asked.value.by]).toEqual(["clarify", "requester"]);
    const result = await served.client.runs.wait(thread_id, "support-desk", { input: { message: "refund, please" } });
    expect(result).toMatchObject({ receipt: "paid 2000 for o-20" });
    expect((await get(`/interrupts/${asked.id}`)).status).toBe("decided");
  });

  it("accepts any value except null for the interrupt of a raw graph", async () => {
    const { thread_id } = await served.client.threads.create();
    await served.client.runs.wait(thread_id, "raw", { input: { what: "ask" } });
    const [{ id, value }] = await get(`/interrupts?thread_id=${thread_id}`);
    expect(value).toEqual({ question: "Shall I?" });
    expect((await decide(id, { resume: null })).status).toBe(400);
    expect((await decide(id, { resume: { ok: true }, decision: "approve" })).status).toBe(400);
    expect(await decide(id, { resume: { ok: true }, by: "ann" })).toMatchObject({
      status: 200,
      body: { answer: { ok: true }, decided_by: "ann" },
    });
    await settled(thread_id);
    expect((await served.client.threads.getState(thread_id)).values).toMatchObject({ log: ["greet ask", 'answer {"ok":true}'] });
  });

  it("refuses to delete a thread with an open question without a name and a reason", async () => {
    const { thread, id } = await waiting();
    await expect(served.client.threads.delete(thread)).rejects.toThrow(new RegExp(`HTTP 409: .*${id}`));
    const address = `${served.url}/threads/${thread}`;
    expect((await fetch(`${address}?by=ann`, { method: "DELETE" })).status).toBe(400);
    expect((await fetch(`${address}?by=ann&reason=duplicate`, { method: "DELETE" })).status).toBe(204);
    expect((await get(`/interrupts/${id}`)).code).toBe("INTERRUPT_NOT_FOUND");
  });

  it("resumes by command as well, once", async () => {
    const { thread, id } = await waiting();
    const command = { resume: { [id]: { decision: "approve" } } };
    expect(await waitFor(thread, { command, ...lead })).toMatchObject({ receipt: "paid 7000 for o-70" });
    await expect(served.client.runs.wait(thread, "support-desk", { command })).rejects.toThrow("HTTP 409");
    expect((await decide(id, { decision: "approve" })).body.code).toBe("ALREADY_DECIDED");
  });

  it("refuses a command that does not fit its question", async () => {
    const { thread, id } = await waiting();
    await expect(served.client.runs.wait(thread, "support-desk", { command: { resume: { [id]: "yes" } } })).rejects.toThrow("HTTP 400");
    await expect(served.client.runs.wait(thread, "support-desk", { command: { resume: { decision: "aprove" } } })).rejects.toThrow(
      "HTTP 400",
    );
    expect((await get(`/interrupts/${id}`)).status).toBe("pending");
  });
});

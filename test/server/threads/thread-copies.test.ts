/** Copies of threads, histories that a request gives, and selected fields of states, over HTTP with the official client. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { SignalboxClient } from "../../../client/signalbox-client.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { type Served, serveGraphs } from "../serve-graphs.ts";

const largeInput = { orderId: "O-77", message: "I was charged twice" };
const deskInput = { orderId: "O-7", message: "I was charged twice" };

describeOnBoth("copies and given histories of threads", (open) => {
  let served: Served;
  beforeAll(async () => {
    served = await serveGraphs(await open());
  });
  afterAll(() => served.close());

  it("copies a thread with its state, history and metadata; what happens to one leaves the other as it is", async () => {
    const { threads, runs } = served.client;
    const { thread_id } = await threads.create({ metadata: { of: "ada" } });
    await runs.wait(thread_id, "raw", { input: { what: "greet" } });
    await runs.wait(thread_id, "raw", { input: { what: "greet again" } });
    const copy = await threads.copy(thread_id);
    expect(copy).toMatchObject({ status: "idle", metadata: { of: "ada", graph_id: "raw", thread_id: copy.thread_id } });
    const strip = (states: unknown) => JSON.parse(JSON.stringify(states).replaceAll(copy.thread_id, thread_id));
    const [before, copied] = [await threads.getHistory(thread_id), await threads.getHistory(copy.thread_id)];
    expect(strip(copied).map((state: object) => ({ ...state, metadata: 0 }))).toEqual(before.map((state) => ({ ...state, metadata: 0 })));
    expect(copied.map(({ metadata }) => metadata)).toEqual(before.map(({ metadata }) => ({ ...metadata, thread_id: copy.thread_id })));
    await runs.wait(copy.thread_id, "raw", { input: { what: "only here" } });
    expect(await threads.getHistory(thread_id)).toEqual(before);
    expect((await threads.getState<{ log: string[] }>(copy.thread_id)).values.log.at(-1)).toBe("greet only here");
  });

  it("copies a thread that waits: each has its own question, of the same id", async () => {
    const { threads, runs } = served.client;
    const client = new SignalboxClient({ apiUrl: served.url });
    const { thread_id } = await threads.create();
    await runs.wait(thread_id, "raw", { input: { what: "ask" } });
    const copy = await threads.copy(thread_id);
    expect(copy).toMatchObject({ status: "interrupted", interrupts: (await threads.get(thread_id)).interrupts });
    const again = await threads.copy(copy.thread_id);
    const { interrupts } = await threads.getState(copy.thread_id).then(({ tasks }) => tasks[0] ?? { interrupts: [] });
    const id = interrupts[0]?.id ?? "";
    expect((await client.inbox({ threadId: copy.thread_id })).map((question) => question.id)).toEqual([id]);
    await expect(client.interrupt(id)).rejects.toMatchObject({ code: "INTERRUPT_AMBIGUOUS" });
    await expect(client.decide(id, { resume: "which?" })).rejects.toMatchObject({ code: "INTERRUPT_AMBIGUOUS" });
    const decided = await client.decide(id, { resume: "copied", threadId: copy.thread_id });
    expect(decided).toMatchObject({ id, thread_id: copy.thread_id, status: "decided" });
    const log = async (thread: string) => (await threads.getState<{ log: string[] }>(thread)).values.log.at(-1);
    await runs.join(copy.thread_id, decided.resume_run_id ?? "");
    expect(await log(copy.thread_id)).toBe('answer "copied"');
    expect(await client.interrupt(id, { threadId: thread_id })).toMatchObject({ status: "pending", decided_by: null });
    await runs.wait(thread_id, "raw", { command: { resume: { [id]: "first" } } });
    await runs.wait(again.thread_id, "raw", { command: { resume: "bare" } });
    expect([await log(thread_id), await log(again.thread_id)]).toEqual(['answer "first"', 'answer "bare"']);
    for (const thread of [thread_id, copy.thread_id, again.thread_id]) expect((await threads.get(thread)).status).toBe("idle");
  });

  it("copies no thread that is not there", async () => {
    const { threads } = served.client;
    await expect(threads.copy("0198c2a4-0000-7000-8000-000000000099")).rejects.toThrow("HTTP 404");
  });

  it("rebuilds a history from super-steps, from which the thread continues", async () => {
    const { threads, runs } = served.client;
    const values = { what: "greet" };
    const made = await threads.create({
      graphId: "raw",
      supersteps: [
        { updates: [{ asNode: "__input__", values }] },
        { updates: [{ asNode: "__start__", values }] },
        { updates: [{ asNode: "greet", values: { log: ["greet greet"] } }] },
      ],
    });
    expect((await threads.getHistory(made.thread_id)).map(({ next }) => next)).toEqual([[], ["greet"], ["__start__"]]);
    expect(made.values).toMatchObject({ log: ["greet greet"] });
    expect(await runs.wait(made.thread_id, "raw", { input: { what: "more" } })).toMatchObject({ log: ["greet greet", "greet more"] });
  });

  it("rebuilds the history of a declared graph by its edges: the path is that of the run, and the question comes where it came", async () => {
    const { threads, runs } = served.client;
    const client = new SignalboxClient({ apiUrl: served.url });
    const { thread_id } = await threads.create();
    const updates: Record<string, unknown>[] = [];
    for await (const { event, data } of runs.stream(thread_id, "support-desk", { input: largeInput, streamMode: "updates" }))
      if (event === "updates" && !("__interrupt__" in data)) updates.push(data);
    const history = await threads.getHistory(thread_id);
    const path = (await client.path(thread_id)).turns[0]?.path ?? [];
    const made = await threads.create({
      graphId: "support-desk",
      supersteps: [
        { updates: [{ asNode: "__input__", values: largeInput }] },
        ...path.map(({ node, label }) => ({
          updates: [{ asNode: node, values: updates.find((update) => node in update)?.[node], command: { goto: label } }],
        })),
      ],
    });
    // while it waits, its messages have those that ask
    const looks = (states: typeof history) => states.map(({ next, values }) => ({ next, values: { ...values, messages: [] } }));
    expect(looks(await threads.getHistory(made.thread_id))).toEqual(looks(history));
    expect((await client.path(made.thread_id)).turns[0]?.path).toEqual(path);
    expect(made).toMatchObject({ status: "interrupted", interrupts: {} });
    await runs.wait(made.thread_id, "support-desk", { input: null });
    const [question] = await client.inbox({ threadId: made.thread_id });
    expect(question).toMatchObject({ node: path.at(-1)?.target, status: "pending" });
  });

  it("keeps nothing of a history that does not fit", async () => {
    const { threads } = served.client;
    const threadId = "0198c2a4-0000-7000-8000-0000000000aa";
    const step = (asNode: string) => [{ updates: [{ asNode, values: {} }] }];
    await expect(threads.create({ threadId, graphId: "raw", supersteps: step("nope") })).rejects.toThrow(/HTTP 400.*nope/);
    await expect(threads.get(threadId)).rejects.toThrow("HTTP 404");
    const input = { updates: [{ asNode: "__input__", values: deskInput }] };
    const declared = (...more: object[]) => threads.create({ threadId, graphId: "support-desk", supersteps: [input, ...more] as never });
    const as = (asNode: string, goto?: string, values = {}) => ({ updates: [{ asNode, values, command: goto ? { goto } : undefined }] });
    await expect(threads.create({ threadId, graphId: "support-desk", supersteps: step("triage") })).rejects.toThrow(/HTTP 400.*not next/);
    await expect(declared(as("triage"))).rejects.toThrow(/HTTP 400.*command\.goto.*"billing"/);
    await expect(declared(as("triage", "nowhere"))).rejects.toThrow(/HTTP 400.*command\.goto/);
    await expect(declared(as("triage", "account", { orderId: 7 }))).rejects.toThrow(/HTTP 400.*orderId/);
    await expect(declared(as("payRefund"))).rejects.toThrow(/HTTP 400.*nope|not next|no such node/);
    await expect(declared(as("__start__", undefined, { message: "another" }))).rejects.toThrow(/HTTP 400.*leave its values out/);
    await expect(declared({ updates: [as("triage", "billing").updates[0], as("triage", "billing").updates[0]] })).rejects.toThrow(
      /HTTP 400.*one node in a step/,
    );
    await expect(threads.get(threadId)).rejects.toThrow("HTTP 404");
    await expect(threads.create({ threadId, supersteps: step("greet") })).rejects.toThrow(/HTTP 400.*metadata.graph_id/);
  });

  it("edits the state of a thread on which no run has begun, if its metadata names a graph built by hand", async () => {
    const { threads } = served.client;
    const { thread_id } = await threads.create({ graphId: "raw" });
    await threads.updateState(thread_id, { values: { log: ["edited"] }, asNode: "greet" });
    expect((await threads.getState(thread_id)).values).toMatchObject({ log: ["edited"] });
  });

  it("selects fields of states", async () => {
    const { threads, runs } = served.client;
    const { thread_id } = await threads.create();
    await runs.wait(thread_id, "support-desk", { input: deskInput });
    const state = await threads.getState(thread_id, undefined, { select: ["next", "values.orderId"] });
    expect([Object.keys(state).sort(), state.values]).toEqual([["next", "values"], { orderId: "O-7" }]);
    const [first] = await threads.getHistory(thread_id, { select: ["checkpoint"] });
    expect(Object.keys(first ?? {})).toEqual(["checkpoint"]);
    // @ts-expect-error: not a field of a state
    await expect(threads.getState(thread_id, undefined, { select: ["value"] })).rejects.toThrow(/HTTP 400.*select/);
  });
});

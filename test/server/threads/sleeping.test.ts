/** A thread that sleeps, as others see it over HTTP with the official client: nobody is asked, and it continues by itself. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { messages, question, setup, task } from "../../../language/index.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { publish } from "../../../runtime/pubsub/publish.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";
import { jsonOf, type Served, serveOn } from "../serve-graphs.ts";

const desk = setup({
  state: { messages: messages(), dueAt: z.iso.datetime(), note: z.string() },
  roles: ["lead"],
  tasks: {
    note: task({ labels: ["done"], args: z.object({}), output: z.string(), run: async () => ({ label: "done", output: "rested" }) }),
  },
  questions: { ask: question({ prompt: "?", decisions: { yes: null, no: null } }) },
});
const head = { version: 1, input: ["messages", "dueAt"] } as const;
const rested = { kind: "task", task: "note", writes: "note", routes: { done: "end" } } as const;
const resting = desk.defineGraph({
  ...head,
  id: "resting",
  start: "rest",
  signals: { hurry: { by: ["lead"], next: "rested" } },
  nodes: { rest: { kind: "sleep", for: "1h", next: "rested" }, rested },
});
const untilDue = desk.defineGraph({
  ...head,
  id: "until",
  start: "rest",
  nodes: { rest: { kind: "sleep", until: "dueAt", next: "rested" }, rested },
});
const beside = desk.defineGraph({
  ...head,
  id: "beside",
  start: "both",
  nodes: {
    both: {
      kind: "parallel",
      next: "end",
      branches: {
        person: {
          kind: "interrupt",
          question: "ask",
          by: ["lead"],
          decisions: { yes: "join", no: "join" },
          deadlines: [{ after: "1d", next: "join" }],
        },
        rest: { kind: "sleep", for: "1h", next: "join" },
      },
    },
  },
});
const log = consoleLog("silent");
const graphsOn = (database: Database) =>
  Object.fromEntries(
    [resting, untilDue, beside].map((graph) => [graph.id, compileGraph(graph, { ports: databasePorts(database, { log }) })]),
  );

describeOnBoth("a thread that sleeps", (open) => {
  let served: Served;
  let database: Database;
  beforeAll(async () => {
    database = await open();
    served = await serveOn(database, graphsOn(database));
  });
  afterAll(() => served.close());

  const begin = async (graph: string, input: Record<string, unknown> = {}) => {
    const { threads, runs } = served.client;
    const { thread_id } = await threads.create();
    return { thread_id, values: await runs.wait(thread_id, graph, { input }) };
  };
  /** As if the rest of the time had passed. */
  const wake = async (thread: string) => {
    await database.sql.query("update signalbox.interrupts set due_at = clock_timestamp() where thread_id = $1 and sleeps", [thread]);
    await publish(database.sql, { kind: "due" });
  };
  const settled = (thread: string, status: string) =>
    until(`a thread that is ${status}`, async () => {
      const found = await served.client.threads.get(thread);
      return found.status === status && found;
    });
  const inbox = (thread: string) => jsonOf(fetch(`${served.url}/interrupts?thread_id=${thread}`));
  const rows = (thread: string) =>
    database.sql.query<{ id: string; status: string; late: boolean }>(
      "select id, status, decided_at >= due_at as late from signalbox.interrupts where thread_id = $1 and sleeps order by opened_at",
      [thread],
    );

  it("asks nobody: its run ends as a success with its values, and the thread is busy until a time", async () => {
    const { threads, runs } = served.client;
    const { thread_id, values } = await begin("resting", { messages: "hello" });
    expect(Object.keys(values as object)).not.toContain("__interrupt__");
    expect(values).toMatchObject({ messages: [{ content: "hello" }] });
    const { status, metadata, interrupts } = await threads.get(thread_id);
    expect({ status, interrupts }).toEqual({ status: "busy", interrupts: {} });
    const hour = Date.parse(String(metadata?.signalbox_until)) - Date.now();
    expect(Math.abs(hour - 3_600_000)).toBeLessThan(600_000);
    const [first, ...others] = await runs.list(thread_id);
    expect([first?.status, others]).toEqual(["success", []]);
    expect(await runs.join(thread_id, first?.run_id ?? "")).toEqual(values);
    expect(await inbox(thread_id)).toMatchObject([]);
    const [{ id = "" } = {}] = await rows(thread_id);
    expect((await fetch(`${served.url}/interrupts/${id}`)).status).toBe(404);
    const { next, tasks } = await threads.getState(thread_id);
    expect([next, tasks.map((task) => task.interrupts)]).toEqual([["rest"], [[]]]);
    await expect(runs.create(thread_id, "resting", { command: { resume: { [id]: "yes" } } })).rejects.toThrow(/4\d\d/);
    await expect(runs.create(thread_id, "resting", { input: { messages: "again" } })).rejects.toThrow(/HTTP 422/);
    await wake(thread_id);
    const { values: ended, metadata: after } = await settled(thread_id, "idle");
    expect(ended).toMatchObject({ note: "rested" });
    expect(after).not.toHaveProperty("signalbox_until");
    expect((await runs.list(thread_id)).map((run) => run.status)).toEqual(["success", "success"]);
    expect(await rows(thread_id)).toMatchObject([{ status: "expired", late: true }]);
  });

  it("shows nothing of it in a stream, which ends", async () => {
    const { thread_id } = await served.client.threads.create();
    const events: unknown[] = [];
    const streamMode: ("values" | "updates" | "tasks" | "debug")[] = ["values", "updates", "tasks", "debug"];
    for await (const event of served.client.runs.stream(thread_id, "resting", { input: { messages: "hello" }, streamMode }))
      events.push(event);
    expect(events.length).toBeGreaterThan(2);
    expect(JSON.stringify(events)).not.toMatch(/__interrupt__|__awaits/);
  });

  it("holds a message that is sent to the queue until it has slept", async () => {
    const { runs } = served.client;
    const { thread_id } = await begin("resting");
    const { run_id } = await runs.create(thread_id, "resting", { input: { messages: "later" }, multitaskStrategy: "enqueue" });
    expect((await runs.get(thread_id, run_id)).status).toBe("pending");
    await wake(thread_id);
    await until("the run of the message", async () => (await runs.get(thread_id, run_id)).status === "success");
    // it sleeps in its turn
    expect((await rows(thread_id)).map(({ status }) => status)).toEqual(["expired", "pending"]);
  });

  it.each(["cancel", "interrupt", "rollback"] as const)("is woken by %s, and nothing comes of the sleep", async (how) => {
    const { runs, threads } = served.client;
    const { thread_id } = await begin("resting");
    const [run] = await runs.list(thread_id);
    if (how === "cancel") {
      await runs.cancel(thread_id, run?.run_id ?? "", true);
      expect((await threads.get(thread_id)).status).toBe("idle");
      expect((await rows(thread_id)).map(({ status }) => status)).toEqual(["superseded"]);
      // its node can be entered again, and sleeps anew
      await runs.wait(thread_id, "resting", { input: null });
    } else await runs.wait(thread_id, "resting", { input: { messages: "now" }, multitaskStrategy: how });
    const slept = await rows(thread_id);
    expect(slept.map(({ status }) => status)).toEqual(how === "cancel" ? ["pending"] : ["superseded", "pending"]);
    expect((await threads.get(thread_id)).status).toBe("busy");
  });

  it("is superseded by a signal", async () => {
    const { thread_id } = await begin("resting");
    const signal = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ by: "kim", roles: ["lead"] }),
    };
    expect((await fetch(`${served.url}/threads/${thread_id}/signals/hurry`, signal)).ok).toBe(true);
    expect((await settled(thread_id, "idle")).values).toMatchObject({ note: "rested" });
    expect(await rows(thread_id)).toMatchObject([{ status: "superseded" }]);
  });

  it("sleeps until a time, by the database's clock; one that is past is no sleep", async () => {
    const { threads } = served.client;
    const { thread_id } = await begin("until", { dueAt: "2126-01-15T08:00:00Z" });
    expect((await threads.get(thread_id)).metadata).toMatchObject({ signalbox_until: "2126-01-15T08:00:00.000Z" });
    const past = await begin("until", { dueAt: "2026-01-15T09:00:00Z" });
    expect(past.values).toMatchObject({ note: "rested" });
    expect(await rows(past.thread_id)).toEqual([]);
  });

  it("can be asked a question beside it: the answer comes meanwhile", async () => {
    const { thread_id } = await begin("beside");
    expect((await served.client.threads.get(thread_id)).status).toBe("interrupted");
    const [{ interrupt_id = "", id = interrupt_id } = {}, ...more] = (await inbox(thread_id)) as { interrupt_id?: string; id?: string }[];
    expect(more).toEqual([]);
    const body = JSON.stringify({ decision: "yes", by: "kim", roles: ["lead"] });
    const decided = await fetch(`${served.url}/interrupts/${id}/decision`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    expect(decided.status).toBe(200);
    expect((await settled(thread_id, "busy")).metadata).toHaveProperty("signalbox_until");
    await wake(thread_id);
    await settled(thread_id, "idle");
  });

  it("wakes under another process, when its own has stopped", async () => {
    const { thread_id } = await begin("resting");
    await served.close();
    const other = await createRuntime({ database, graphs: graphsOn(database), log });
    await other.start();
    await wake(thread_id);
    await until("the end", async () => (await other.threads.get(thread_id)).status === "idle");
    await other.stop();
    served = await serveOn(database, graphsOn(database));
    expect((await served.client.threads.get(thread_id)).values).toMatchObject({ note: "rested" });
  });
});

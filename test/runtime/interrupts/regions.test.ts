/** Questions inside subgraphs, items and branches reach the inbox and resume there; each region joins once. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { list, question, setup, task } from "../../../language/index.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const Item = z.object({ id: z.string() });
const inner = setup({
  roles: ["lead"],
  state: { item: Item, note: z.string() },
  tasks: {
    prepare: task({
      labels: ["done"],
      args: z.object({ item: Item }),
      output: z.string(),
      run: async ({ item }) => ({ label: "done", output: `prepared ${item.id}` }),
    }),
  },
  questions: { keep: question({ prompt: "Keep it?", decisions: { keep: null, change: z.object({ note: z.string() }) } }) },
});
const review = inner.defineGraph({
  id: "review",
  version: 1,
  start: "prepare",
  input: ["item"],
  endsWith: ["kept", "changed"],
  nodes: {
    prepare: { kind: "task", task: "prepare", writes: "note", routes: { done: "ask" } },
    ask: {
      kind: "interrupt",
      question: "keep",
      by: ["lead"],
      shows: ["note"],
      decisions: { keep: "end:kept", change: "end:changed" },
      writes: { change: { note: "note" } },
    },
  },
});
const outer = setup({
  roles: ["lead"],
  state: { items: z.array(Item), item: Item, note: z.string(), notes: list(z.string()), left: z.string(), right: z.string() },
  tasks: {
    side: task({
      labels: ["ok", "stop"],
      args: z.object({ items: z.array(Item) }),
      output: z.string(),
      run: async ({ items }) => ({ label: items.length === 1 ? "stop" : "ok", output: "side" }),
    }),
  },
  questions: { keep: question({ prompt: "?", decisions: { keep: null, change: z.object({ note: z.string() }) } }) },
  graphs: { review },
});
const reviewed = { kind: "subgraph", graph: "review", output: { note: "note" } } as const;
const graph = outer.defineGraph({
  id: "regions",
  version: 1,
  start: "all",
  input: ["items", "item"],
  nodes: {
    all: {
      kind: "each",
      over: "items",
      as: "item",
      do: { ...reviewed, routes: { kept: "join", changed: "join" } },
      collect: { notes: "note" },
      next: "both",
    },
    both: {
      kind: "parallel",
      branches: {
        side: { kind: "task", task: "side", writes: "left", routes: { ok: "join", stop: "stopped" } },
        person: {
          kind: "interrupt",
          question: "keep",
          by: ["lead"],
          decisions: { keep: "join", change: "join" },
          writes: { change: { right: "note" } },
        },
      },
      next: "last",
    },
    last: { ...reviewed, routes: { kept: "end", changed: "end" } },
    stopped: { kind: "task", task: "side", writes: "right", routes: { ok: "end", stop: "end" } },
  },
});

describeOnBoth("regions on the engine", (open) => {
  let database: Database;
  let runtime: Runtime;
  const fresh = async () => {
    const log = consoleLog("fatal");
    const made = await createRuntime({
      database,
      graphs: { regions: compileGraph(graph, { ports: databasePorts(database, { log }) }) },
      log,
    });
    await made.start();
    return made;
  };
  beforeAll(async () => {
    database = await open();
    runtime = await fresh();
  });
  afterAll(() => runtime.stop());

  const begin = async (...ids: string[]) => {
    const { thread_id } = await runtime.threads.create({});
    await runtime.runs.create(thread_id, { assistant_id: "regions", input: { items: ids.map((id) => ({ id })), item: { id: "alone" } } });
    return thread_id;
  };
  const questions = (thread_id: string, count: number) =>
    until(`${count} questions`, async () => {
      const { items } = await runtime.interrupts.list({ thread_id, status: "pending", limit: 10, offset: 0 });
      return items.length === count && items.toSorted((a, b) => JSON.stringify(a.value).localeCompare(JSON.stringify(b.value)));
    });
  const steps = async (thread_id: string) =>
    (await runtime.threads.path(thread_id)).turns.flatMap(({ path }) =>
      path.map(({ node, label, target }) => `${node} -${label}-> ${target}`),
    );

  it("asks in items, in a branch and in a subgraph, over a restart of the server, and repeats nothing", async () => {
    const thread = await begin("a", "b");
    const [first, second] = await questions(thread, 2);
    expect([first, second].map((one) => (one?.value as { shows: { note: string } } | undefined)?.shows.note)).toEqual([
      "prepared a",
      "prepared b",
    ]);
    await runtime.interrupts.decide({ id: second?.id as string, decision: "change", form: { note: "changed b" }, roles: ["lead"] });
    await questions(thread, 1);
    await runtime.stop();
    runtime = await fresh();
    await expect(
      runtime.interrupts.decide({ id: first?.id as string, decision: "change", form: {}, roles: ["lead"] }),
    ).rejects.toMatchObject({
      code: "INVALID_DECISION",
    });
    await runtime.interrupts.decide({ id: first?.id as string, decision: "keep", roles: ["lead"] });
    const [branch] = await until("the branch's question", async () => {
      const found = await questions(thread, 1);
      return found[0]?.id !== first?.id && found;
    });
    await runtime.interrupts.decide({ id: branch?.id as string, decision: "keep", roles: ["lead"] });
    const [alone] = await until("the subgraph's question", async () => {
      const found = await questions(thread, 1);
      return found[0]?.id !== branch?.id && found;
    });
    await runtime.interrupts.decide({ id: alone?.id as string, decision: "keep", roles: ["lead"] });
    await until("the end", async () => (await runtime.threads.get(thread)).status === "idle");
    expect((await runtime.threads.get(thread)).values).toMatchObject({
      notes: ["prepared a", "changed b"],
      left: "side",
      note: "prepared alone",
    });
    expect((await steps(thread)).filter((step) => !step.includes("/"))).toEqual([
      "all[0] -kept-> join",
      "all[1] -changed-> join",
      "all -next-> both",
      "both.person -keep-> join",
      "both.side -ok-> join",
      "both -next-> last",
      "last -kept-> end",
    ]);
    const began = await database.sql.query(
      "select 1 from signalbox.audit where thread_id = $1 and what = 'node.started' and node = 'prepare'",
      [thread],
    );
    expect(began).toHaveLength(3);
  });

  it("asks no one in a branch whose sibling has left early", async () => {
    const thread = await begin("a");
    const [only] = await questions(thread, 1);
    await runtime.interrupts.decide({ id: only?.id as string, decision: "keep", roles: ["lead"] });
    await until("the end", async () => (await runtime.threads.get(thread)).status === "idle");
    expect((await steps(thread)).slice(-4)).toEqual([
      "both.person -cancelled-> join",
      "both.side -stop-> stopped",
      "both -side.stop-> stopped",
      "stopped -stop-> end",
    ]);
    expect((await runtime.interrupts.list({ thread_id: thread, status: "pending", limit: 10, offset: 0 })).items).toEqual([]);
  });
});

/** What fails again and again is set aside with a growing pause: it delays nothing else and does not fill the log. */
import { expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { question, setup, tool } from "../../../index.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { setAside } from "../../../persistence/statements/set-aside.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { deleteTemporaryThreads } from "../../../runtime/look-outs/temporary-threads.ts";
import type { Notice } from "../../../runtime/notify/notifier.ts";
import { lazyPorts } from "../../../runtime/ports/lazy-ports.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { deskOn } from "../../fixtures/desk.ts";
import { fourEyes } from "../../fixtures/refund-desk.ts";
import { describeOnBoth, freshPglite, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

/** A question with a deadline, and the tool behind it: its name is what a deploy changes. */
const asking = (id: string, toolName: string, after: `${number}ms` | `${number}h`) => {
  const desk = setup({
    roles: ["boss"],
    state: { done: z.string() },
    questions: { q: question({ prompt: "?", decisions: { yes: null } }) },
    tools: { [toolName]: tool({ errors: {}, effect: "none", args: z.object({}), output: z.string(), run: async () => "paid" }) },
  });
  const ask = { kind: "interrupt", question: "q", by: ["boss"], decisions: { yes: "pay" }, deadlines: [{ after, next: "end" }] } as const;
  const pay = { kind: "tool", tool: toolName, writes: "done", next: "end" } as const;
  return compileGraph(desk.defineGraph({ id, version: 1, start: "ask", input: [], output: ["done"], nodes: { ask, pay } }), {
    ports: lazyPorts({ dataFolder: "memory://" }),
  });
};

function counting() {
  const lines: string[] = [];
  const count = (text: string) => void lines.push(text);
  return { lines, log: { debug() {}, info() {}, warn: count, error: count } };
}

async function askedOn(runtime: Runtime, assistant_id: string) {
  const { thread_id } = await runtime.threads.create({});
  const { run_id } = await runtime.runs.create(thread_id, { assistant_id, input: {} });
  await runtime.runs.join(thread_id, run_id);
  return (await runtime.interrupts.list({ limit: 1, offset: 0, thread_id })).items[0]?.id ?? "";
}

/** Refuses to change some rows, as a broken constraint or trigger would. */
async function refuse(database: Database, { on, when }: { on: string; when: string }) {
  await database.sql.query("create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$");
  await database.sql.query(`create trigger refuse before ${on} for each row when (${when}) execute function refuse()`);
}

describeOnBoth("what cannot be done", (open) => {
  it("is a deadline whose definition no longer fits: 60 of them do not delay another, and are logged once a pause", async () => {
    const database = await open();
    const before = await createRuntime({ database, graphs: { old: asking("old", "payOld", "1h") }, log: counting().log });
    await before.start();
    await askedOn(before, "old");
    await before.stop();
    for (const [table, changed] of [
      ["signalbox.threads", "'id', t.id || n"],
      ["signalbox.interrupts", "'id', t.id || n, 'thread_id', t.thread_id || n"],
    ])
      await database.sql.query(
        `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${changed}))).* from ${table} t, generate_series(1, 59) n`,
      );
    await database.sql.query("update signalbox.interrupts set due_at = clock_timestamp() - interval '1 minute'");
    const { lines, log } = counting();
    const graphs = { old: asking("old", "payNew", "1h"), fine: asking("fine", "payOld", "500ms") };
    const after = await createRuntime({ database, graphs, log });
    await after.start();
    const id = await askedOn(after, "fine");
    const fired = await until("its deadline", async () => {
      const { status, due_at, decided_at } = await after.interrupts.get(id);
      return status === "expired" && { due_at, decided_at };
    });
    expect(Date.parse(fired.decided_at ?? "") - Date.parse(fired.due_at ?? "")).toBeLessThan(20_000);
    await after.stop();
    expect(lines.length).toBeLessThanOrEqual(5 * 60);
    expect(await after.interrupts.list({ status: "pending", limit: 1, offset: 0 })).toMatchObject({ total: 60 });
  });

  it("is tried again after a pause that doubles, and counted by one process only", async () => {
    const { sql } = await open();
    expect(await setAside(sql, "deadline", "q")).toEqual({ failures: 1, againInSeconds: 5 });
    expect(await setAside(sql, "deadline", "q")).toBeUndefined();
    for (const againInSeconds of [10, 20, 40, 80, 160, 320, 640, 900, 900]) {
      await sql.query("update signalbox.set_aside set again_at = clock_timestamp()");
      expect(await setAside(sql, "deadline", "q")).toMatchObject({ againInSeconds });
    }
  });

  it("is a delayed run: the others begin", async () => {
    const desk = await deskOn(await open(), { timing: { pollMs: 100 } });
    const { database, runtime } = desk;
    const delayed = async (metadata: object) => {
      const { thread_id } = await runtime.threads.create({});
      await runtime.runs.create(thread_id, {
        assistant_id: "steps",
        input: { script: { noAsk: true } },
        after_seconds: 1,
        metadata: { ...metadata },
      });
      return thread_id;
    };
    await refuse(database, { on: "update of job on signalbox.runs", when: "new.metadata ? 'stuck'" });
    await Promise.all(Array.from({ length: 12 }, () => delayed({ stuck: true })));
    const fine = await delayed({});
    await until(
      "its end",
      async () => (await runtime.threads.get(fine)).status === "idle" && (await runtime.runs.list(fine, { status: "success" })).length,
    );
    await runtime.stop();
  });

  it("is a temporary thread that cannot be deleted: the others are", async () => {
    const database = await open();
    await database.sql.query(
      `insert into signalbox.threads (id, temporary, metadata, updated_at) select 't' || n, true, case when n <= 120 then '{"stuck": true}' else '{}' end::jsonb,
       clock_timestamp() - interval '1 hour' + n * interval '1 second' from generate_series(1, 130) n`,
    );
    await refuse(database, { on: "delete on signalbox.threads", when: "old.metadata ? 'stuck'" });
    const { lines, log } = counting();
    for (let sweep = 0; sweep < 3; sweep++) await deleteTemporaryThreads({ database, log });
    const left = await database.sql.query("select 1 from signalbox.threads where not metadata ? 'stuck'");
    expect({ left: left.length, lines: lines.length }).toEqual({ left: 0, lines: 120 });
  });
});

// what is waited for is in memory: one database is enough
it("a notice whose receiver never answers is set aside: the others arrive, and the stop does not wait for it", async () => {
  const delivered: Notice[] = [];
  let stuck = 0;
  const notifier = {
    notify: async (notice: Notice) => (++stuck <= 9 ? new Promise<void>(() => {}) : void delivered.push(notice)),
  };
  const desk = await deskOn(await opened(await freshPglite()), { graph: fourEyes("200ms", "1h"), notifier });
  for (let n = 0; n < 11; n++) {
    const { thread_id } = await desk.begin({ message: "remind me" }, undefined, "rosa");
    await desk.runtime.interrupts.decide({ id: (await desk.question(thread_id)).id, decision: "yes", by: "cleo", roles: ["clerk"] });
  }
  await until("the last two", async () => delivered.length >= 2);
  const stoppedAt = performance.now();
  await desk.runtime.stop();
  expect(performance.now() - stoppedAt).toBeLessThan(20_000); // not the receiver's half a minute
});

/** Runs that begin where they were asked for, without a job, and end in one statement: they pass nobody, and whatever comes to their thread is not missed. */
import { beforeAll, expect, it } from "vitest";
import { ownConnections } from "../../../persistence/checkpointer/checkpoint-statements.ts";
import type { Database, Tx } from "../../../persistence/connection/database.ts";
import { beginRunHere } from "../../../persistence/statements/runs/here/begin-here.ts";
import { endPlainly } from "../../../persistence/statements/runs/here/end-plainly.ts";
import { insertBegunRun } from "../../../persistence/statements/runs/insert-run.ts";
import { forEngine } from "../../../persistence/tenancy/tenant-sql.ts";
import { localCaller } from "../../../runtime/identity/caller.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { startsOf } from "../../fixtures/steps.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const steps = { assistant_id: "steps", input: { script: { noAsk: true } } };

async function jobsOf({ database }: Desk, thread: string): Promise<(string | null)[]> {
  const rows = await database.sql.query<{ job: string | null }>("select job from signalbox.runs where thread_id = $1 order by created_at", [
    thread,
  ]);
  return rows.map(({ job }) => job);
}

/** The thread as it is now begins a run for a worker that does not exist, unless something is in its way. */
async function begin(database: Database, threadId: string): Promise<string | undefined> {
  const [row] = await database.sql.query<{ version: string }>("select xmin::text as version from signalbox.threads where id = $1", [
    threadId,
  ]);
  const begun = await beginRunHere(ownConnections(database), {
    ...{ id: `run of ${threadId}`, threadId, tenant: "default", worker: "gone", threadVersion: row?.version ?? "" },
    ...{ graphId: "steps", assistantId: "steps", kind: "input", payload: { input: steps.input }, kwargs: {}, metadata: {} },
    ...{ multitaskStrategy: "reject", turn: { definitionHash: null, metadata: {}, config: {} } },
  });
  return begun?.epoch;
}

const end = (database: Database, threadId: string, epoch: string | undefined) =>
  endPlainly(ownConnections(database), {
    ...{ threadId, epoch, head: null, runId: `run of ${threadId}`, values: null, path: null },
    events: { batch: undefined, lastEvent: 0, result: null },
  });

const insertRun = (tx: Tx, thread: string, job: string | null) =>
  tx.query(
    "insert into signalbox.runs (id, thread_id, graph_id, assistant_id, kind, payload, job) values ($1, $2, 'steps', 'steps', 'input', '{}', $3)",
    [`other ${thread} ${job}`, thread, job],
  );

describeOnBoth("a run that needs no queue", (open, kind) => {
  let database: Database;
  let desk: Desk;
  beforeAll(async () => {
    database = await open();
    desk = await deskOn(database, { timing: { slots: 2, tenantRuns: 1 }, idle: true });
  });

  const thread = async (): Promise<string> => (await desk.runtime.threads.create({})).thread_id;

  it("begins only on an idle thread that is as it was read, and never before one that waits in the queue", async () => {
    const [plain, held, changed] = [await thread(), await thread(), await thread()];
    expect(await begin(database, plain)).toMatch(/^1:/);
    expect(await begin(database, plain), "its thread is busy").toBeUndefined();
    await database.sql.query("insert into signalbox.leases (thread, epoch, worker) values ($1, 4, 'an editor')", [held]);
    expect(await begin(database, held), "somebody edits the thread").toBeUndefined();
    const stale = await begin({ ...database, sql: { query: async () => [{ version: "1" }] as never } }, changed);
    expect(stale, "its thread has changed").toBeUndefined();
    await database.transaction((tx) => insertRun(tx, held, "a job"));
    expect(await begin(database, changed), "another one waits").toBeUndefined();
    await database.sql.query("delete from signalbox.runs where job = 'a job'");
    expect(await begin(database, changed)).toMatch(/^1:/);
    expect(await end(database, plain, "1:another token")).toBe("gone");
  });

  it.runIf(kind === "postgres")(
    "waits for nobody who holds its thread, and ends plainly only if nothing has come to its thread",
    async () => {
      const come: Record<string, (tx: Tx, id: string) => Promise<unknown>> = {
        nothing: async () => {},
        "a held run": async (tx, id) => {
          await insertRun(tx, id, null);
          await tx.query("update signalbox.threads set priority = priority where id = $1", [id]);
        },
        "a queued run": async (tx, id) => {
          await insertRun(tx, id, "a job");
          await tx.query("update signalbox.threads set priority = priority where id = $1", [id]);
        },
        "a question": async (tx, id) => {
          await tx.query("insert into signalbox.interrupts (id, thread_id, run_id, task, payload) values ($1, $1, $1, 'task', '{}')", [id]);
          await tx.query("update signalbox.threads set status = status where id = $1", [id]);
        },
        "a child": async (tx, id) => {
          await tx.query("insert into signalbox.fan_outs (parent_id, task) values ($1, 'task')", [id]);
          await tx.query("update signalbox.threads set status = status where id = $1", [id]);
        },
      };
      for (const [name, comes] of Object.entries(come)) {
        const id = await thread();
        const epoch = await begin(database, id);
        const locked = Promise.withResolvers<void>();
        const released = Promise.withResolvers<void>();
        const coming = database.transaction(async (tx) => {
          await tx.query("select 1 from signalbox.threads where id = $1 for update", [id]);
          locked.resolve();
          await released.promise;
          await comes(tx, id);
        });
        await locked.promise;
        expect(await begin(database, id), "held by another transaction").toBeUndefined();
        const ending = end(database, id, epoch);
        await until("the end to wait for the thread", async () => {
          const waiting = await database.sql.query(
            "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%with held as%'",
          );
          return waiting.length > 0;
        });
        released.resolve();
        await coming;
        expect(await ending, name).toBe(name === "nothing" ? "ended" : "not plain");
        const [row] = await database.sql.query<{ status: string }>("select status from signalbox.threads where id = $1", [id]);
        expect(row?.status, name).toBe(name === "nothing" ? "idle" : "busy");
        await database.sql.query("delete from signalbox.runs where thread_id = $1 and id not like 'run of %'", [id]);
      }
      await database.sql.query("delete from signalbox.threads");
      await database.sql.query("delete from signalbox.leases");
    },
  );

  it("is continued by another worker, by a job, when its own has died", async () => {
    await database.sql.query("delete from signalbox.threads");
    await database.sql.query("delete from signalbox.leases");
    const id = await thread();
    expect(await begin(database, id)).toBeDefined();
    expect(await jobsOf(desk, id)).toEqual(["here"]);
    await desk.runtime.start();
    expect(await desk.settled(id)).toBe("idle");
    expect(await jobsOf(desk, id)).not.toEqual(["here"]);
    expect((await desk.runtime.threads.get(id)).values).toMatchObject({ seen: ["n1", "n2", "n3", "ask", "n5", "n6"] });
  });

  it("has no job, and those that find no free slot wait for one in the queue, by their priorities", async () => {
    const slow = { ...steps, input: { script: { noAsk: true, slow: "n2", slowMs: 60_000 } } };
    // the run of the test before may leave its slot a moment after its end
    const occupy = () =>
      until("a slot", async () => {
        const run = await desk.runtime.runs.create(await thread(), slow);
        if ((await jobsOf(desk, run.thread_id)).includes("here")) return run;
        await desk.runtime.runs.cancel(run.thread_id, run.run_id, { wait: true });
        return undefined;
      });
    const running = [await occupy(), await occupy()];
    const taken = running.map(({ thread_id }) => thread_id);
    for (const id of taken) await until("both at n2", async () => (await startsOf(database, id, "n2")) > 0);
    const [usual, urgent] = [await thread(), await thread()];
    await desk.runtime.runs.create(usual, steps);
    await desk.runtime.runs.create(urgent, { ...steps, priority: 5 });
    expect(await Promise.all([...taken, usual].map((id) => jobsOf(desk, id)))).toEqual([["here"], ["here"], [expect.stringMatching(/-/)]]);
    const [first, second] = running.map(
      ({ thread_id, run_id }) =>
        () =>
          desk.runtime.runs.cancel(thread_id, run_id, { wait: true }),
    );
    // with two slots they would begin side by side
    await first?.();
    for (const id of [usual, urgent]) expect(await desk.settled(id)).toBe("idle");
    await second?.();
    const order = await database.sql.query<{ thread_id: string }>(
      "select thread_id from signalbox.runs where thread_id = any($1::text[]) order by started_at",
      [[usual, urgent]],
    );
    expect(order.map(({ thread_id }) => thread_id)).toEqual([urgent, usual]);
  });

  it("has no job either when an answer, a retry or a request for a new thread begins it, unless others wait", async () => {
    // a run may leave its slot a moment after its end
    const wide = await deskOn(database, { timing: { slots: 16 } });
    const { runs, interrupts } = wide.runtime;
    const answered = await thread();
    await runs.create(answered, { ...steps, input: { script: {} } });
    await wide.settled(answered);
    const { id: question } = await wide.question(answered);
    await interrupts.decide({ id: question, resume: "yes" });
    expect(await wide.settled(answered)).toBe("idle");
    expect((await wide.runtime.threads.get(answered)).values).toMatchObject({ answer: "yes", seen: ["n1", "n2", "n3", "ask", "n5", "n6"] });
    const failed = await thread();
    const { run_id } = await runs.create(failed, { ...steps, input: { script: { noAsk: true, fail: "n2", once: true } } });
    expect(await wide.settled(failed)).toBe("error");
    await runs.retry(failed, run_id);
    expect(await wide.settled(failed)).toBe("idle");
    const made = await runs.create(null, { ...steps, on_completion: "keep" });
    expect(await wide.settled(made.thread_id)).toBe("idle");
    for (const id of [answered, failed, made.thread_id]) expect(new Set(await jobsOf(desk, id)), id).toEqual(new Set(["here"]));
    const waits = await thread();
    await runs.create(waits, { ...steps, input: { script: {} } });
    await wide.settled(waits);
    const open = await wide.question(waits);
    await database.transaction((tx) => insertRun(tx, answered, "a job"));
    await interrupts.decide({ id: open.id, resume: "yes" });
    await database.sql.query("delete from signalbox.runs where job = 'a job'");
    expect(await wide.settled(waits)).toBe("idle");
    expect(await jobsOf(desk, waits)).toEqual(["here", expect.stringMatching(/-/)]);
    await wide.runtime.stop();
  });

  it("does not begin in a transaction while another run of its thread, which a worker has given back, counts as running", async () => {
    const id = await thread();
    const insert = () =>
      forEngine(database, "default").transaction((tx) =>
        insertBegunRun(
          tx,
          {
            ...{
              id: `begun on ${id}`,
              threadId: id,
              graphId: "steps",
              assistantId: "steps",
              kind: "resume",
              payload: {},
              kwargs: {},
              metadata: {},
            },
            ...{ multitaskStrategy: "reject", position: { tenant: "default", priority: 0 }, isNext: true },
          },
          "gone",
        ),
      );
    await database.transaction((tx) => insertRun(tx, id, "a job"));
    await database.sql.query("update signalbox.runs set status = 'running' where thread_id = $1", [id]);
    expect(await insert()).toBeUndefined();
    await database.sql.query("delete from signalbox.runs where thread_id = $1", [id]);
    expect((await insert())?.epoch).toMatch(/^1:/);
    await database.sql.query("delete from signalbox.leases where thread = $1", [id]);
    await database.sql.query("delete from signalbox.threads where id = $1", [id]);
  });

  it("is one of many that are asked for at once on a thread, and one of a capped tenant goes through the queue", async () => {
    const id = await thread();
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => desk.runtime.runs.create(id, steps)));
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await desk.settled(id)).toBe("idle");
    const { threads, runs } = desk.runtime.as(localCaller("test", "capped"));
    const { thread_id } = await threads.create({});
    await runs.create(thread_id, steps);
    expect(await jobsOf(desk, thread_id)).not.toEqual(["here"]);
    await desk.runtime.stop();
  });
});

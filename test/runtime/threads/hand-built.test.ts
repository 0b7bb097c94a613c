/** A deploy changes a graph built by hand under a thread that waits: the answer is carried out, refused, or the changed question is asked anew. Never lost. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import type { GraphSource } from "../../../runtime/graphs/graphs.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { asked, type HandBuilt, handBuilt, served } from "../../fixtures/hand-built.ts";
import { freshPglite, opened } from "../../support/databases.ts";

let database: Database;
beforeAll(async () => {
  database = await opened(await freshPglite());
});

const on = async (graph: GraphSource) => {
  const runtime = await createRuntime({ database, graphs: { g: graph }, log: consoleLog("silent") });
  await runtime.start();
  return runtime;
};

async function asking(graph: GraphSource) {
  const runtime = await on(graph);
  const { thread_id } = await runtime.threads.create({});
  const run = await runtime.runs.create(thread_id, { assistant_id: "g", input: { text: "hi" } });
  await runtime.runs.join(thread_id, run.run_id);
  const [question] = (await runtime.interrupts.list({ thread_id, limit: 1, offset: 0 })).items;
  return { runtime, thread_id, id: question?.id ?? "" };
}

/** What becomes of the answer "yes". */
async function answered(runtime: Awaited<ReturnType<typeof on>>, { thread_id, id }: { thread_id: string; id: string }) {
  try {
    const { resume_run_id } = await runtime.interrupts.decide({ id, resume: "yes", by: "ann" });
    const result = await runtime.runs.join(thread_id, resume_run_id ?? "");
    const { status } = await runtime.runs.get(thread_id, resume_run_id ?? "");
    const { values, status: thread } = await runtime.threads.get(thread_id);
    const open = (await runtime.interrupts.list({ thread_id, status: "pending", limit: 5, offset: 0 })).items;
    return { status, thread, said: values?.said ?? values?.told, open: open.map(({ value }) => value), result: JSON.stringify(result) };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

const paid = { status: "success", thread: "idle", said: "answer yes PAID", open: [] };
const anew = (...open: unknown[]) => ({
  ...{ status: "interrupted", thread: "interrupted", open },
  result: expect.stringContaining("QUESTION_CHANGED"),
});
const refused = (text: string) => ({ refused: expect.stringContaining(text) });

describe.each(Object.entries(served))("%s", (_, make) => {
  it.each<[string, HandBuilt, object]>([
    ["nothing", {}, paid],
    ["a node inserted before the one that asks", { before: true }, paid],
    ["a node inserted after it", { between: true }, paid],
    ["the asking node renamed", { asking: "approve" }, refused("node ask: stored asks, offered none")],
    ["the next node renamed", { paying: "settle" }, refused('node pay: stored follows "ask", offered none')],
    ["the two reordered", { reordered: true }, refused('node pay: stored follows "ask", offered none')],
    ["a channel renamed", { channel: "told" }, refused("channel said: stored")],
    ["the question changed", { question: "Really?" }, anew({ q: "Really?" })],
    ["a question inserted before it in the same node", { first: "Who?" }, anew({ q: "Who?" })],
    [
      "a question inserted after it in the same node",
      { second: "Sure?" },
      { status: "success", thread: "interrupted", open: [{ q: "Sure?" }] },
    ],
    ["the question removed", { silent: true }, { status: "error", thread: "error", result: expect.stringContaining("no longer asks") }],
  ])("%s", async (_change, change, expected) => {
    const before = await asking(make());
    await before.runtime.stop();
    const after = await on(make(change));
    expect(await answered(after, before)).toMatchObject(expected);
    if (change.first ?? change.question) {
      const [row] = await database.sql.query<{ detail: object }>(
        "select detail from signalbox.audit where what = 'interrupt.superseded' and thread_id = $1",
        [before.thread_id],
      );
      expect(row?.detail).toMatchObject({ interrupt: before.id, question: { q: "?" }, unused: { answer: "yes", by: "ann" } });
    }
    await after.stop();
  });
});

it("takes the answer to the new question that was asked anew", async () => {
  const before = await asking(handBuilt());
  await before.runtime.stop();
  const after = await on(handBuilt({ first: "Who?" }));
  await answered(after, before);
  const who = await answered(after, before);
  expect(who).toMatchObject({ status: "success", open: [{ q: "?" }] });
  const [question] = (await after.interrupts.list({ thread_id: before.thread_id, status: "pending", limit: 1, offset: 0 })).items;
  expect(await answered(after, { ...before, id: question?.id ?? "" })).toMatchObject({ ...paid, said: "yes answer yes PAID" });
  await after.stop();
});

it("takes the answer of a question that is different each time, with the same text of code", async () => {
  const before = await asking(handBuilt({ clock: true }));
  await before.runtime.stop();
  const after = await on(handBuilt({ clock: true }));
  expect(await answered(after, before)).toMatchObject(paid);
  await after.stop();
});

it("runs the code before a question once more than the library only if another process or another object answers", async () => {
  const same = await asking(handBuilt());
  asked.times = 0;
  expect(await answered(same.runtime, same)).toMatchObject(paid);
  expect(asked.times).toBe(1);
  await same.runtime.stop();
});

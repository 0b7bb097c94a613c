/** A long conversation is not copied into its thread's row at each end of a run, and whoever reads the thread finds it all the same. */
import { AIMessage } from "@langchain/core/messages";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { messages, setup, task } from "../../../language/index.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { type Desk, deskOn } from "../../fixtures/desk.ts";
import { afterThisFile } from "../../support/clean-ups.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

const say = task({
  labels: ["ok"],
  args: z.object({}),
  output: z.any(),
  run: async () => ({ label: "ok", output: new AIMessage({ content: "so ".repeat(200), id: crypto.randomUUID() }) }),
});
const chat = setup({ state: { messages: messages(), topic: z.string() }, tasks: { say } }).defineGraph({
  ...{ id: "chat", version: 1, start: "answer", input: ["messages", "topic"], keeps: ["messages", "topic"] },
  nodes: { answer: { kind: "task", task: "say", writes: "messages", routes: { ok: "end" } } },
});

let desk: Desk;
let thread: string;
const turn = (words: string) =>
  desk.wait(thread, {
    assistant_id: "chat",
    input: { topic: "talk", messages: [{ role: "user", content: words, id: crypto.randomUUID() }] },
  });
const rowOf = async () =>
  (await desk.database.sql.query<{ values: object }>("select last_values as values from signalbox.threads where id = $1", [thread]))[0]
    ?.values;

beforeAll(async () => {
  const database = await opened(await freshPostgres());
  const ports = databasePorts(database, { log: consoleLog("silent") });
  desk = await deskOn(database, { graphs: { chat: compileGraph(chat, { ports }) } });
  afterThisFile(() => desk.runtime.stop());
  ({ thread_id: thread } = await desk.runtime.threads.create({}));
});

const changes = () => desk.database.sql.query("select 1 from signalbox.checkpoint_blobs where base is not null", []);

it("is stored whole, and copied, while a worker of an earlier program is there, which could not read it otherwise", async () => {
  await desk.database.sql.query("insert into signalbox.workers (id, seen) values ('earlier', clock_timestamp())", []);
  for (let turns = 0; turns < 6; turns++) await turn("hello ".repeat(200));
  expect(await rowOf()).toHaveProperty("messages");
  expect(await changes()).toEqual([]);
  await desk.database.sql.query("delete from signalbox.workers where id = 'earlier'", []);
  await until("a conversation is stored as what is new in it", async () => {
    await turn("and now?");
    return (await changes()).length > 0 && !Object.hasOwn((await rowOf()) ?? {}, "messages");
  });
  ({ thread_id: thread } = await desk.runtime.threads.create({}));
});

it("is left out of the row once it is long, and is part of everything that shows the thread", async () => {
  const { runtime } = desk;
  await turn("hello");
  expect(await rowOf()).toHaveProperty("messages");
  const result = (await turn("how are you? ".repeat(200))) as { messages: unknown[] };
  expect(result.messages).toHaveLength(4);
  expect(await rowOf()).toMatchObject({ topic: "talk", __left_out: { channels: ["messages"] } });
  expect(await rowOf()).not.toHaveProperty("messages");
  const { values } = await runtime.threads.state(thread);
  expect((await runtime.threads.get(thread)).values).toEqual(values);
  expect(Object.keys((await runtime.threads.get(thread)).values ?? {})).toEqual(Object.keys(values as object));
  expect((await runtime.threads.search({ ids: [thread], limit: 10, offset: 0, values: { topic: "talk" } })).items).toMatchObject([
    { values },
  ]);
  const copy = await runtime.threads.copy(thread);
  expect(copy.values).toEqual(values);
  expect((await runtime.threads.get(copy.thread_id)).values).toEqual(values);
  expect(((await turn("and now?")) as { messages: unknown[] }).messages).toHaveLength(6);
  await runtime.threads.prune({ thread_ids: [thread], strategy: "keep_latest" });
  expect((await runtime.threads.get(thread)).values).toEqual((await runtime.threads.state(thread)).values);
  expect(((await turn("still there?")) as { messages: unknown[] }).messages).toHaveLength(8);
});

it("is not searched by its messages: the search says so", async () => {
  const search = desk.runtime.threads.search({ limit: 10, offset: 0, values: { messages: [{ content: "hello" }] } });
  await expect(search).rejects.toMatchObject({ code: "INVALID_INPUT", facts: { path: ["values", "messages"] } });
  await expect(desk.runtime.threads.count({ values: { messages: [] } })).rejects.toMatchObject({ code: "INVALID_INPUT" });
});

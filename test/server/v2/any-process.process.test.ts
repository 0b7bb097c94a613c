/** Protocol v2 from servers that execute nothing: the same events at each of them, live and later, and over the loss of the worker in the middle of a message. */
import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { v7 as uuid7 } from "@langchain/core/utils/uuid";
import { Client } from "@langchain/langgraph-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import type { Listening } from "../../../server/listen.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { spawnReady } from "../../runtime/engine/processes/spawn-worker.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { serve } from "../serve.ts";
import { chat, fan } from "./chat-graphs.ts";
import { eventsOf, type ReadEvent } from "./events-of.ts";

const worker = fileURLToPath(new URL("./chat-worker.ts", import.meta.url));

let url: string;
const servers: Listening[] = [];
const runtimes: Runtime[] = [];
const workers: ChildProcess[] = [];
beforeAll(async () => {
  ({ url } = await freshPostgres());
  for (let count = 0; count < 2; count++) {
    const graphs = { chat, fan };
    const runtime = await createRuntime({ database: await opened({ url }), graphs, log: consoleLog("silent"), timing: { slots: 0 } });
    await runtime.start();
    runtimes.push(runtime);
    servers.push(await serve({ runtime }));
  }
  workers.push(await spawnReady(worker, { url }));
});
afterAll(async () => {
  for (const child of workers) child.kill("SIGKILL");
  for (const server of servers) await server.close(0);
  for (const runtime of runtimes) await runtime.stop();
});

const at = (index: number): string => servers[index]?.url ?? "";
const start = async (threadId: string, what: string, server = 0) => {
  const params = { assistant_id: "chat", input: { what } };
  const body = JSON.stringify({ id: 1, method: "run.start", params });
  await fetch(`${at(server)}/threads/${threadId}/commands`, { method: "POST", body });
};

describe("servers that execute nothing", () => {
  it("tell the same events, live and later, and the rest after each of them", async () => {
    const threadId = uuid7();
    const live = [0, 1].map((server) => eventsOf(at(server), threadId, { until: "completed", count: 2 }));
    await start(threadId, "inner");
    await eventsOf(at(1), threadId, { until: "completed" });
    await start(threadId, "talk", 1);
    const [first = [], second = []] = await Promise.all(live);
    expect(first.filter(({ method }) => method === "messages").length).toBeGreaterThan(20);
    expect(second).toEqual(first);
    for (const server of [0, 1]) expect(await eventsOf(at(server), threadId, { until: "completed", count: 2 })).toEqual(first);
    const isEnd = ({ method, params }: ReadEvent) =>
      method === "lifecycle" && params.namespace.length === 0 && params.data.event === "completed";
    for (const [index, { seq }] of first.slice(0, -1).entries()) {
      const rest = first.slice(index + 1);
      const count = rest.filter(isEnd).length;
      expect(await eventsOf(at(index % 2), threadId, { until: "completed", count, since: seq })).toEqual(rest);
    }
  });

  it("go on with the next attempt when the worker is killed in the middle of a message", async () => {
    const threadId = uuid7();
    const live = [0, 1].map((server) => eventsOf(at(server), threadId, { until: "completed" }));
    const stream = new Client({ apiUrl: at(1), apiKey: null }).threads.stream(threadId, { assistantId: "chat" });
    await stream.run.start({ input: { what: "slow" } });
    const texts: string[] = [];
    for await (const message of stream.messages) {
      let text = "";
      for await (const token of message.text) {
        text += token;
        if (workers.length > 1 || !text.startsWith("a long")) continue;
        workers[0]?.kill("SIGKILL");
        workers.push(await spawnReady(worker, { url }));
      }
      texts.push(text);
    }
    const output = (await stream.output) as { log: string[] };
    await stream.close();
    expect(output.log).toEqual(["talked", "slow"]);
    const [first = [], second = []] = await Promise.all(live);
    expect(second).toEqual(first);
    expect(await eventsOf(at(0), threadId, { until: "completed" })).toEqual(first);
    const lost = first.findIndex(({ params: { data } }) => data.code === "attempt_ended");
    expect(first.slice(lost, lost + 3).map(({ method, params: { data } }) => [method, data.event ?? "", data.attempt ?? 0])).toEqual([
      ["messages", "error", 0],
      ["lifecycle", "running", 2],
      ["checkpoints", "", 0],
    ]);
    expect(first[lost + 3]).toMatchObject({ method: "values", params: { data: { log: ["talked"] } } });
    expect(texts.at(-1)).toBe("a long answer, letter by letter");
    const ids = first.filter(({ params: { data } }) => data.event === "message-finish").map(({ params: { data } }) => data.run_id);
    expect(new Set(ids).size).toBe(ids.length); // nothing is told twice as final
    for (let index = lost - 3; index < lost + 5; index++) {
      expect(await eventsOf(at(1), threadId, { until: "completed", since: first[index]?.seq })).toEqual(first.slice(index + 1));
    }
  });
});

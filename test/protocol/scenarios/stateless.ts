/** Runs without a thread, batches, cancelling many, crons and webhooks. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { patient } from "../../support/servers/patient.ts";
import { drained, type Talk, tried } from "../record/talk.ts";
import { type Scenario, scenarios } from "./scenario.ts";

const unknown = "0198c2a4-0000-7000-8000-000000000099";

const alone = [
  ...scenarios("POST /runs", {
    "input alone": ({ client }) => client.runs.create(null, "desk", { input: {} }),
    "on_completion: keep": async (talk) => {
      const { thread_id, run_id } = await talk.http("POST /runs", { body: { assistant_id: "desk", input: {}, on_completion: "keep" } });
      await talk.untilRun(thread_id, run_id, "success");
      await talk.client.threads.get(thread_id);
    },
    "on_completion: delete": async (talk) => {
      const { thread_id, run_id } = await talk.http("POST /runs", { body: { assistant_id: "desk", input: {}, on_completion: "delete" } });
      await talk.untilRun(thread_id, run_id, "success").catch(() => undefined);
      while (
        await talk.aside.threads.get(thread_id).then(
          () => true,
          () => false,
        )
      );
      await tried(talk.client.threads.get(thread_id));
    },
    "unknown assistant": ({ client }) => tried(client.runs.create(null, "nope", { input: {} })),
    "invalid body": ({ http }) => http("POST /runs", { body: {} }),
  }),
  ...scenarios("POST /runs/wait", {
    "the result": ({ client }) => client.runs.wait(null, "desk", { input: { what: "count" } }),
    "a failure": ({ client }) => client.runs.wait(null, "desk", { input: { what: "fail" }, raiseError: false }),
    "a question": ({ client }) => client.runs.wait(null, "desk", { input: { what: "ask" }, raiseError: false }),
    "config and context": ({ client }) =>
      client.runs.wait(null, "configured", { input: {}, config: { configurable: { greeting: "hey" } }, context: { mood: "glad" } }),
  }),
  ...scenarios("POST /runs/stream", {
    "no mode": ({ client }) => drained(client.runs.stream(null, "desk", { input: {} })),
    "values and updates": ({ client }) =>
      drained(client.runs.stream(null, "desk", { input: { what: "count" }, streamMode: ["values", "updates"] })),
    "messages-tuple": ({ client }) => drained(client.runs.stream(null, "desk", { input: { what: "speak" }, streamMode: "messages-tuple" })),
    stream_subgraphs: ({ client }) =>
      drained(client.runs.stream(null, "nested", { input: { topic: "tea" }, streamMode: "updates", streamSubgraphs: true })),
    "a failure": ({ client }) => drained(client.runs.stream(null, "desk", { input: { what: "fail" } })),
  }),
  ...scenarios("GET /runs/:run_id/stream", {
    "stream_resumable, Last-Event-ID: -1": async (talk) => {
      const body = { assistant_id: "desk", input: { what: "slow", amount: 40 }, stream_resumable: true, on_completion: "keep" };
      const { run_id } = await talk.http("POST /runs", { body });
      await drained(talk.client.runs.joinStream(null, run_id, { lastEventId: "-1" }));
    },
    unknown: ({ client }) => tried(drained(client.runs.joinStream(null, unknown))),
  }),
];

const many = [
  ...scenarios("POST /runs/batch", {
    two: ({ client }) =>
      client.runs.createBatch([
        { assistantId: "desk", input: {} },
        { assistantId: "nested", input: { topic: "tea" }, metadata: { m: 1 } },
      ]),
    none: ({ http }) => http("POST /runs/batch", { body: [] }),
    "one unknown assistant": ({ client }) =>
      tried(
        client.runs.createBatch([
          { assistantId: "desk", input: {} },
          { assistantId: "nope", input: {} },
        ]),
      ),
  }),
  ...scenarios("POST /runs/cancel", {
    "thread_id and run_ids": async (talk) => {
      const thread = await talk.thread();
      const { run_id } = await talk.aside.runs.create(thread, "desk", { input: {}, afterSeconds: 600 });
      await tried(talk.client.runs.cancelMany({ threadId: thread, runIds: [run_id] }));
    },
  }),
];

const crons = [
  ...scenarios("POST /runs/crons", {
    "a schedule": ({ client, tag }) => tried(client.crons.create("desk", { schedule: "0 0 1 1 *", input: {}, metadata: { tag } })),
    "a schedule that is none": ({ client }) => tried(client.crons.create("desk", { schedule: "soon", input: {} })),
  }),
  ...scenarios("POST /threads/:thread_id/runs/crons", {
    "a schedule": async (talk) =>
      tried(talk.client.crons.createForThread(await talk.thread(), "desk", { schedule: "0 0 1 1 *", input: {} })),
  }),
  ...scenarios("POST /runs/crons/search", { all: ({ client }) => tried(client.crons.search({ assistantId: unknown })) }),
  ...scenarios("POST /runs/crons/count", { all: ({ client }) => tried(client.crons.count({ assistantId: unknown })) }),
  ...scenarios("PATCH /runs/crons/:cron_id", { unknown: ({ client }) => tried(client.crons.update(unknown, { enabled: false })) }),
  ...scenarios("DELETE /runs/crons/:cron_id", { unknown: ({ client }) => tried(client.crons.delete(unknown)) }),
];

const webhooks = scenarios("POST /threads/:thread_id/runs/wait", {
  "webhook: its body after a success": (talk) => called(talk, { what: "count" }),
  "webhook: its body after a failure": (talk) => called(talk, { what: "fail" }),
  "webhook: its body after a question": (talk) => called(talk, { what: "ask" }),
});

/** The run's webhook is received here, and its body recorded. */
async function called(talk: Talk, input: Record<string, unknown>): Promise<void> {
  const { promise: body, resolve } = Promise.withResolvers<string>();
  const receiver = createServer(patient, async (request, response) => {
    let text = "";
    for await (const part of request) text += part;
    response.end();
    resolve(text);
  }).listen(0, "127.0.0.1");
  const { port } = await new Promise<AddressInfo>((ready) => receiver.once("listening", () => ready(receiver.address() as AddressInfo)));
  await talk.client.runs.wait(await talk.thread(), "desk", { input, webhook: `http://127.0.0.1:${port}/hook`, raiseError: false });
  talk.note("webhook", await body);
  receiver.close();
}

export const stateless: readonly Scenario[] = [...alone, ...many, ...crons, ...webhooks];

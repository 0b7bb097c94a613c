/** Unknown ids and invalid bodies on every route: 404 with the id, 400 with the place. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOnBoth } from "../support/databases.ts";
import { jsonOf, type Served, serveGraphs } from "./serve-graphs.ts";

const missing = "0198c2a4-0000-7000-8000-000000000099";
const run = { assistant_id: "raw", input: {} };

/** `:thread` is a thread that exists. */
const unknown: [ask: string, body?: object | undefined, id?: string | undefined][] = [
  ["GET /assistants/nope", undefined, "Assistant not found"],
  [`GET /assistants/${missing}`, undefined, "Assistant not found"],
  ["GET /assistants/nope/graph", undefined, "Assistant not found"],
  ["GET /assistants/nope/schemas", undefined, "Assistant not found"],
  ["GET /assistants/nope/subgraphs", undefined, "Assistant not found"],
  [`GET /threads/${missing}`],
  [`PATCH /threads/${missing}`, { metadata: {} }],
  [`DELETE /threads/${missing}`],
  [`GET /threads/${missing}/state`],
  [`POST /threads/${missing}/state`, { values: {} }],
  [`POST /threads/${missing}/state/checkpoint`, {}],
  [`GET /threads/${missing}/history`],
  [`POST /threads/${missing}/history`, {}],
  [`GET /threads/${missing}/path`],
  [`GET /threads/${missing}/usage`],
  [`GET /threads/:thread/state/${missing}`],
  [`GET /threads/${missing}/runs`],
  [`POST /threads/${missing}/runs`, run],
  [`POST /threads/${missing}/runs/wait`, run],
  [`POST /threads/${missing}/runs/stream`, run],
  ["POST /threads/:thread/runs", { assistant_id: "nope" }, "nope"],
  ["POST /runs", { assistant_id: "nope" }, "nope"],
  ["POST /runs/wait", { assistant_id: "nope" }, "nope"],
  ["POST /runs/stream", { assistant_id: "nope" }, "nope"],
  [`GET /runs/${missing}/stream`],
  [`GET /threads/:thread/runs/${missing}`],
  [`GET /threads/:thread/runs/${missing}/join`],
  [`GET /threads/:thread/runs/${missing}/stream`],
  [`POST /threads/:thread/runs/${missing}/cancel`],
  [`DELETE /threads/:thread/runs/${missing}`],
  ["GET /interrupts/nope", undefined, "nope"],
  ["POST /interrupts/nope/decision", { decision: "approve" }, "nope"],
  ["GET /nowhere", undefined, "/nowhere"],
];

const unfit: [ask: string, body: unknown, place: string][] = [
  ["POST /assistants/search", { limit: 0 }, "limit"],
  ["POST /assistants/count", { graph_id: 1 }, "graph_id"],
  ["GET /assistants/raw/graph?xray=deep", undefined, "xray"],
  ["POST /threads", { metadata: [] }, "metadata"],
  ["POST /threads/search", { status: "asleep" }, "status"],
  ["POST /threads/search", { ids: ["x"] }, "ids.0"],
  ["POST /threads/count", { values: 1 }, "values"],
  ["PATCH /threads/:thread", { metadata: 1 }, "metadata"],
  ["GET /threads/x/state", undefined, "thread_id"],
  ["GET /threads/:thread/state/x", undefined, "checkpoint_id"],
  ["POST /threads/:thread/state", { values: 1 }, "values"],
  ["POST /threads/:thread/state/checkpoint", { checkpoint: { checkpoint_id: "x" } }, "checkpoint.checkpoint_id"],
  ["GET /threads/:thread/history?limit=many", undefined, "limit"],
  ["POST /threads/:thread/history", { limit: 5_000 }, "limit"],
  ["POST /threads/:thread/runs", {}, "assistant_id"],
  ["POST /threads/:thread/runs/wait", { assistant_id: "raw", multitask_strategy: "queue" }, "multitask_strategy"],
  ["POST /threads/:thread/runs/stream", { assistant_id: "raw", stream_mode: ["value"] }, "stream_mode"],
  ["POST /runs", { assistant_id: "raw", webhook: "https://x.example" }, "webhook"],
  ["GET /threads/:thread/runs?limit=-1", undefined, "limit"],
  [`POST /threads/:thread/runs/${missing}/cancel?action=stop`, undefined, "action"],
  ["GET /interrupts?status=open", undefined, "status"],
  ["GET /interrupts?thread_id=x", undefined, "thread_id"],
];

describeOnBoth("unknown ids and invalid bodies", (open) => {
  let served: Served;
  let thread: string;
  beforeAll(async () => {
    served = await serveGraphs(await open());
    thread = (await served.client.threads.create()).thread_id;
    await served.client.runs.wait(thread, "raw", { input: { what: "greet" } });
  });
  afterAll(() => served.close());
  const ask = (asked: string, body: unknown) => {
    const [method = "", path = ""] = asked.replace(":thread", thread).split(" ");
    return fetch(served.url + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  };

  it.each(unknown)("%s is 404 and names the id", async (asked, body, id = missing) => {
    const answer = await ask(asked, body);
    const text = await answer.text();
    expect([answer.status, text]).toEqual([404, expect.stringContaining(id)]);
  });

  it.each(unfit)("%s with %j is 400 and names the place", async (asked, body, place) => {
    const answer = await ask(asked, body);
    const read = await jsonOf(answer);
    const issues: { path: PropertyKey[] }[] = read.issues ?? read.error.issues;
    expect([answer.status, issues.map(({ path }) => path.join("."))[0]]).toEqual([400, expect.stringContaining(place)]);
  });
});

/** A request to each operation of the API that succeeds, with what it needs to be there. */
import type { Desk } from "../../fixtures/desk.ts";

export interface Sent {
  readonly path: string;
  readonly query?: string;
  readonly body?: unknown;
}

export type Call = (desk: Desk) => Promise<Sent>;

const fast = { assistant_id: "steps", input: { script: { noAsk: true } } };

const thread = async ({ runtime }: Desk): Promise<string> => (await runtime.threads.create({})).thread_id;

/** A thread whose run has ended, and the run. */
async function ended(desk: Desk): Promise<{ thread: string; run: string }> {
  const { thread_id, run_id } = await desk.begin(fast.input, "steps");
  await desk.runtime.runs.join(thread_id, run_id);
  return { thread: thread_id, run: run_id };
}

/** A thread that waits for an approval. */
async function waiting(desk: Desk): Promise<{ thread: string; question: string }> {
  const { thread_id } = await desk.begin({ message: "hello" });
  return { thread: thread_id, question: (await desk.question(thread_id)).id };
}

const link = async (desk: Desk): Promise<string> =>
  (await desk.runtime.links.make({ id: (await waiting(desk)).question, role: "lead" })).token;

const assistant = async ({ runtime }: Desk): Promise<string> => (await runtime.assistants.create({ graph_id: "steps" })).assistant_id;

const yearly = { assistant_id: "steps", schedule: "0 0 1 1 *" };
const onCron =
  (more: Omit<Sent, "path"> = {}): Call =>
  async ({ runtime }) => {
    const { cron_id } = await runtime.crons.create(null, { ...yearly, payload: {} });
    return { path: `/runs/crons/${cron_id}`, ...more };
  };

const at =
  (path: string, more: Omit<Sent, "path"> = {}): Call =>
  async () => ({ path, ...more });
const onThread =
  (rest: string, more: Omit<Sent, "path"> = {}): Call =>
  async (desk) => ({ path: `/threads/${await thread(desk)}${rest}`, ...more });
const onEnded =
  (rest: string, more: Omit<Sent, "path"> = {}): Call =>
  async (desk) => {
    const { thread: id, run } = await ended(desk);
    return { path: `/threads/${id}${rest.replace("RUN", run)}`, ...more };
  };
const onAssistant =
  (rest: string, more: Omit<Sent, "path"> = {}): Call =>
  async (desk) => ({ path: `/assistants/${await assistant(desk)}${rest}`, ...more });

async function headOf({ runtime }: Desk, id: string): Promise<string> {
  for await (const { checkpoint } of await runtime.threads.openHistory(id, { limit: 1 })) return checkpoint?.checkpoint_id ?? "";
  return "";
}

export const calls: Readonly<Record<string, Call>> = {
  "GET /ok": at("/ok", { query: "?check=database,workers" }),
  "GET /info": at("/info"),
  "GET /openapi.json": at("/openapi.json"),
  "GET /docs": at("/docs"),
  "POST /ui/:agent": at("/ui/x", { body: { name: "card" } }),
  "GET /ui/:agent/:basename": at("/ui/x/entrypoint.js"),

  "POST /assistants": at("/assistants", { body: { graph_id: "steps", name: "mine" } }),
  "PATCH /assistants/:assistant_id": onAssistant("", { body: { metadata: { a: 1 } } }),
  "DELETE /assistants/:assistant_id": onAssistant(""),
  "POST /assistants/:assistant_id/latest": onAssistant("/latest", { body: { version: 1 } }),
  "POST /assistants/:assistant_id/versions": onAssistant("/versions", { body: {} }),
  "POST /assistants/search": at("/assistants/search", { body: { limit: 5 } }),
  "POST /assistants/count": at("/assistants/count", { body: {} }),
  "GET /assistants/:assistant_id": at("/assistants/steps"),
  "GET /assistants/:assistant_id/graph": at("/assistants/refund-desk/graph", { query: "?xray=1" }),
  "GET /assistants/:assistant_id/schemas": at("/assistants/refund-desk/schemas"),
  "GET /assistants/:assistant_id/subgraphs{/:namespace}": at("/assistants/refund-desk/subgraphs"),

  "POST /runs/crons": at("/runs/crons", { body: yearly }),
  "POST /threads/:thread_id/runs/crons": onThread("/runs/crons", { body: yearly }),
  "POST /runs/crons/search": at("/runs/crons/search", { body: { limit: 5 } }),
  "POST /runs/crons/count": at("/runs/crons/count", { body: {} }),
  "PATCH /runs/crons/:cron_id": onCron({ body: { enabled: false } }),
  "DELETE /runs/crons/:cron_id": onCron(),

  "GET /webhooks": at("/webhooks", { query: "?status=failed" }),
  "POST /webhooks/:webhook_id/replay": async ({ database }) => {
    await database.sql.query(
      "insert into signalbox.webhooks (id, run_id, thread_id, url, body_type, body, status) values ('msg_1', 'r', 't', 'https://hooks.example', 'json', '\\x', 'failed')",
    );
    return { path: "/webhooks/msg_1/replay" };
  },

  "POST /threads": at("/threads", { body: { metadata: { a: 1 } } }),
  "POST /threads/search": at("/threads/search", { body: { limit: 3 } }),
  "POST /threads/count": at("/threads/count", { body: { status: "idle" } }),
  "GET /threads/:thread_id": onEnded(""),
  "PATCH /threads/:thread_id": onThread("", { body: { metadata: { b: 2 } } }),
  "DELETE /threads/:thread_id": onThread(""),
  "POST /threads/prune": async (desk) => ({
    path: "/threads/prune",
    body: { thread_ids: [(await ended(desk)).thread], strategy: "keep_latest" },
  }),
  "GET /threads/:thread_id/storage": onEnded("/storage"),
  "POST /threads/:thread_id/copy": onEnded("/copy"),
  "GET /threads/:thread_id/state": onEnded("/state"),
  "POST /threads/:thread_id/state": onEnded("/state", { body: { values: { answer: "x" }, as_node: "n6" } }),
  "GET /threads/:thread_id/state/:checkpoint_id": async (desk) => {
    const { thread: id } = await ended(desk);
    return { path: `/threads/${id}/state/${await headOf(desk, id)}` };
  },
  "POST /threads/:thread_id/state/checkpoint": async (desk) => {
    const { thread: id } = await ended(desk);
    return { path: `/threads/${id}/state/checkpoint`, body: { checkpoint: { checkpoint_id: await headOf(desk, id) } } };
  },
  "GET /threads/:thread_id/history": onEnded("/history", { query: "?limit=3" }),
  "POST /threads/:thread_id/history": onEnded("/history", { body: { limit: 3 } }),
  "GET /threads/:thread_id/path": async (desk) => ({ path: `/threads/${(await waiting(desk)).thread}/path` }),
  "GET /threads/:thread_id/usage": async (desk) => ({ path: `/threads/${(await waiting(desk)).thread}/usage` }),
  "POST /threads/:thread_id/signals/:signal": async (desk) => ({
    path: `/threads/${(await waiting(desk)).thread}/signals/takeOver`,
    body: { by: "lea", roles: ["lead"] },
  }),

  "POST /threads/:thread_id/runs": onThread("/runs", { body: fast }),
  "POST /threads/:thread_id/runs/wait": onThread("/runs/wait", { body: fast }),
  "POST /threads/:thread_id/runs/stream": onThread("/runs/stream", { body: fast }),
  "GET /threads/:thread_id/runs": onEnded("/runs"),
  "GET /threads/:thread_id/runs/:run_id": onEnded("/runs/RUN"),
  "GET /threads/:thread_id/runs/:run_id/join": onEnded("/runs/RUN/join"),
  "GET /threads/:thread_id/runs/:run_id/stream": onEnded("/runs/RUN/stream"),
  "POST /threads/:thread_id/runs/:run_id/cancel": async (desk) => {
    const { thread_id, run_id } = await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 60_000 } }, "steps");
    return { path: `/threads/${thread_id}/runs/${run_id}/cancel` };
  },
  "POST /threads/:thread_id/runs/:run_id/retry": async (desk) => {
    const { thread_id, run_id } = await desk.begin({ script: { noAsk: true, fail: "n2", once: true } }, "steps");
    await desk.runtime.runs.join(thread_id, run_id);
    return { path: `/threads/${thread_id}/runs/${run_id}/retry` };
  },
  "DELETE /threads/:thread_id/runs/:run_id": onEnded("/runs/RUN"),
  "POST /runs": at("/runs", { body: fast }),
  "POST /runs/wait": at("/runs/wait", { body: fast }),
  "POST /runs/stream": at("/runs/stream", { body: fast }),
  "GET /runs/:run_id/stream": async (desk) => ({ path: `/runs/${(await ended(desk)).run}/stream` }),
  "POST /runs/batch": at("/runs/batch", { body: [fast, fast] }),
  "POST /runs/cancel": async (desk) => {
    const { thread_id, run_id } = await desk.begin({ script: { noAsk: true, slow: "n2", slowMs: 60_000 } }, "steps");
    return { path: "/runs/cancel", body: { thread_id, run_ids: [run_id] } };
  },

  "GET /interrupts": async (desk) => ({ path: "/interrupts", query: `?thread_id=${(await waiting(desk)).thread}` }),
  "GET /interrupts/:id": async (desk) => ({ path: `/interrupts/${(await waiting(desk)).question}` }),
  "POST /interrupts/:id/decision": async (desk) => ({
    path: `/interrupts/${(await waiting(desk)).question}/decision`,
    body: { decision: "approve", by: "lea", roles: ["lead"] },
  }),

  "POST /interrupts/:id/links": async (desk) => ({
    path: `/interrupts/${(await waiting(desk)).question}/links`,
    body: { role: "lead", expires_in: "1h" },
  }),
  "DELETE /interrupts/:id/links/:link_id": async (desk) => ({
    path: `/interrupts/${(await waiting(desk)).question}/links/01a2035e-1a78-72aa-aa91-7d3655c564a1`,
  }),
  "GET /links/:token": async (desk) => ({ path: `/links/${await link(desk)}` }),
  "POST /links": async (desk) => ({ path: "/links", body: { token: await link(desk), decision: "approve" } }),

  "POST /threads/:thread_id/commands": onThread("/commands", { body: { id: 1, method: "run.start", params: fast } }),
  "POST /threads/:thread_id/stream/events": onEnded("/stream/events", { body: { channels: ["lifecycle"] } }),
  "GET /threads/:thread_id/stream/events": onThread("/stream/events"),
  "POST /tickets": at("/tickets"),

  "PUT /store/items": at("/store/items", { body: { namespace: ["a"], key: "k", value: { b: 1 } } }),
  "GET /store/items": at("/store/items", { query: "?namespace=a&key=k" }),
  "DELETE /store/items": at("/store/items", { body: { namespace: ["a"], key: "gone" } }),
  "POST /store/items/search": at("/store/items/search", { body: { namespace_prefix: ["a"] } }),
  "POST /store/namespaces": at("/store/namespaces", { body: {} }),
};

/** Random bodies, queries and ids: every response is below 500, and the server still responds afterwards. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOnBoth } from "../../support/databases.ts";
import { type Served, serveGraphs } from "../serve-graphs.ts";

const missing = "0198c2a4-0000-7000-8000-000000000099";
const routes = `
  POST /assistants/search
  POST /assistants/count
  GET /assistants/:text
  GET /assistants/:text/graph?xray=:text
  GET /assistants/raw/subgraphs/:text
  POST /threads
  POST /threads/search
  POST /threads/count
  GET /threads/:text
  PATCH /threads/:waiting
  DELETE /threads/:waiting?by=:text
  POST /threads/:waiting/state
  POST /threads/:waiting/state/checkpoint
  POST /threads/:waiting/history
  GET /threads/:waiting/history?limit=:text&before=:text
  POST /threads/:idle/history
  POST /threads/:idle/runs/stream
  POST /threads/:waiting/runs
  GET /threads/:waiting/runs?limit=:text&status=:text
  GET /threads/:waiting/runs/:text
  POST /runs
  POST /runs/wait
  GET /interrupts?status=:text&graph_id=:text
  GET /interrupts/:text
  POST /interrupts/:text/decision
  POST /interrupts/:interrupt/decision
`;
/** Names that the routes read, so that random bodies reach their schemas. */
const fields = `thread_id metadata if_exists ids status values limit offset sort_by sort_order select graph_id name as_node checkpoint
  checkpoint_id before subgraphs assistant_id input command config context stream_mode multitask_strategy on_disconnect on_completion
  if_not_exists after_seconds decision form by resume goto update`.split(/\s+/);

const special = fc.constantFrom("raw", "support-desk", missing, "", "\0", "\ud800", "__proto__", "lc", "*", "-1", "yes");
const text = fc.oneof(fc.string({ unit: "binary" }), special);
const value = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: "small" }, text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("record")),
  list: fc.array(tie("any"), { maxLength: 4 }),
  record: fc.dictionary(fc.oneof(fc.constantFrom(...fields), text), tie("any"), { maxKeys: 6 }),
})).any;
const record = fc.dictionary(fc.oneof(fc.constantFrom(...fields), fc.string()), value, { maxKeys: 4 });
const some = <T>(shape: { [Field in keyof T]: fc.Arbitrary<T[Field]> }) => fc.record(shape, { requiredKeys: [] });

/** Bodies that pass the first check more often: each field has its type, with random contents. */
const fitting = some({
  metadata: record,
  values: record,
  form: record,
  context: value,
  input: fc.oneof(record, value),
  config: some({ tags: fc.array(text), configurable: record }),
  command: some({ resume: value, goto: fc.oneof(text, fc.array(text)), update: record }),
  checkpoint: some({ checkpoint_id: fc.uuid(), checkpoint_ns: text, checkpoint_map: record }),
  stream_mode: fc.subarray(["values", "updates", "messages", "messages-tuple", "debug", "tasks", "checkpoints", "custom"]),
  interrupt_before: fc.oneof(fc.constant("*"), fc.array(text)),
  multitask_strategy: fc.constantFrom("reject", "enqueue", "interrupt", "rollback"),
  select: fc.array(text),
  ids: fc.array(fc.uuid()),
  before: fc.uuid(),
  limit: fc.integer({ min: 1, max: 1_000 }),
  offset: fc.integer({ min: 0 }),
  status: fc.constantFrom("idle", "busy", "pending"),
  sort_by: fc.constantFrom("status", "created_at", "thread_id"),
  name: text,
  by: text,
});
const asJson = (body: object) => JSON.stringify({ assistant_id: "raw", ...body });
const body = fc.oneof(
  { weight: 4, arbitrary: fitting.map(asJson) },
  { weight: 2, arbitrary: fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 8 }).map(asJson) },
  value.map((any) => JSON.stringify(any)),
  fc.string(),
);

describeOnBoth("random requests", (open) => {
  let served: Served;
  let ids: { idle: string; waiting: string; interrupt: string };
  beforeAll(async () => {
    served = await serveGraphs(await open());
    const { client } = served;
    const [idle, waiting] = [(await client.threads.create()).thread_id, (await client.threads.create()).thread_id];
    await client.runs.wait(idle, "raw", { input: {} });
    const stopped = await client.runs.wait(waiting, "raw", { input: { what: "ask" } });
    ids = { idle, waiting, interrupt: (stopped as { __interrupt__: [{ id: string }] }).__interrupt__[0].id };
  });
  afterAll(() => served.close());

  it.each(routes.trim().split(/\n\s*/))("%s never responds with 5xx", async (route) => {
    const [method = "", path = ""] = route.split(" ");
    const property = fc.asyncProperty(body, text, text, async (sent, ...texts) => {
      const encoded = () => encodeURIComponent((texts.pop() ?? "").toWellFormed()) || "x";
      const address = path.replace(/:(idle|waiting|interrupt)/, (_, name: keyof typeof ids) => ids[name]).replaceAll(":text", encoded);
      const answer = await fetch(served.url + address, { method, ...(method === "GET" ? {} : { body: sent }) });
      expect([answer.status, await answer.text()].join(" ")).not.toMatch(/^5/);
    });
    await fc.assert(property, { numRuns: 25 });
    expect((await fetch(`${served.url}/ok`)).status).toBe(200);
  });
});

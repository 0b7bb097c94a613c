/** Whatever bodies, queries and ids come: an answer below 500, and a server that still answers. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeOnBoth } from "../support/databases.ts";
import { type Served, serveGraphs } from "./served.ts";

const missing = "0198c2a4-0000-7000-8000-000000000099";
/** Field names that the routes read, so that random bodies get past the first check. */
const fields = [
  ...[
    "thread_id",
    "metadata",
    "if_exists",
    "ids",
    "status",
    "values",
    "limit",
    "offset",
    "sort_by",
    "sort_order",
    "select",
    "graph_id",
    "name",
  ],
  ...[
    "as_node",
    "checkpoint",
    "checkpoint_id",
    "before",
    "subgraphs",
    "assistant_id",
    "input",
    "command",
    "config",
    "context",
    "stream_mode",
  ],
  ...[
    "multitask_strategy",
    "on_disconnect",
    "on_completion",
    "if_not_exists",
    "after_seconds",
    "decision",
    "form",
    "by",
    "resume",
    "goto",
    "update",
  ],
];
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("raw", "support-desk", missing, "", "\0", "\ud800", "__proto__", "lc", "*", "-1", "yes"),
);
const value = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: "small" }, text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("record")),
  list: fc.array(tie("any"), { maxLength: 4 }),
  record: fc.dictionary(fc.oneof(fc.constantFrom(...fields), text), tie("any"), { maxKeys: 6 }),
})).any;
const body = fc.oneof(
  fc
    .dictionary(fc.constantFrom(...fields), value, { maxKeys: 8 })
    .map((fields) => JSON.stringify({ assistant_id: "raw", decision: "approve", ...fields })),
  value.map((any) => JSON.stringify(any)),
  fc.string(),
);
const routes = [
  ...[
    "POST /assistants/search",
    "POST /assistants/count",
    "GET /assistants/:text",
    "GET /assistants/:text/graph?xray=:text",
    "GET /assistants/raw/subgraphs/:text",
  ],
  ...[
    "POST /threads",
    "POST /threads/search",
    "POST /threads/count",
    "PATCH /threads/:thread",
    "GET /threads/:text",
    "POST /threads/:thread/state",
  ],
  ...["POST /threads/:thread/state/checkpoint", "POST /threads/:thread/history", "GET /threads/:thread/history?limit=:text&before=:text"],
  ...["POST /threads/:thread/runs", "GET /threads/:thread/runs?limit=:text&status=:text", "GET /threads/:thread/runs/:text"],
  ...[
    "GET /interrupts?status=:text&graph_id=:text",
    "GET /interrupts/:text",
    "POST /interrupts/:text/decision",
    "POST /interrupts/:interrupt/decision",
  ],
];

describeOnBoth("random requests", (open) => {
  let served: Served;
  let thread: string;
  let interrupt: string;
  beforeAll(async () => {
    served = await serveGraphs(await open());
    thread = (await served.client.threads.create()).thread_id;
    const stopped = await served.client.runs.wait(thread, "raw", { input: { what: "ask" } });
    interrupt = (stopped as { __interrupt__: [{ id: string }] }).__interrupt__[0].id;
  });
  afterAll(() => served.close());

  it.each(routes)("%s never answers 5xx", async (route) => {
    const [method = "", path = ""] = route.split(" ");
    await fc.assert(
      fc.asyncProperty(body, fc.array(text, { minLength: 2, maxLength: 2 }), async (sent, texts) => {
        const left = [...texts];
        const encoded = () => encodeURIComponent((left.shift() ?? "").toWellFormed()) || "x";
        const address = path.replace(":thread", thread).replace(":interrupt", interrupt).replaceAll(":text", encoded);
        const answer = await fetch(served.url + address, { method, ...(method === "GET" ? {} : { body: sent }) });
        expect([answer.status, await answer.text()].join(" ")).not.toMatch(/^5/);
      }),
      { numRuns: 60 },
    );
    expect((await fetch(`${served.url}/ok`)).status).toBe(200);
  });
});

/** A classifier's numbers over HTTP: whatever code returns, an answer that is not sure never takes a route. */
import { expect, it } from "vitest";
import { z } from "zod";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { router, setup, task } from "../../../language/index.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { serveOn } from "../serve-graphs.ts";

const answers: Readonly<Record<string, unknown>> = {
  sure: [{ label: "pay", confidence: 0.9 }],
  unsorted: [
    { label: "keep", confidence: 0.05 },
    { label: "pay", confidence: 0.95 },
  ],
  "not a number": [{ label: "pay", confidence: Number.NaN }],
  percent: [{ label: "pay", confidence: 95 }],
  text: [{ label: "pay", confidence: "0.9" }],
  missing: [{ label: "pay" }],
  "alone and close": [{ label: "pay", confidence: 0.55 }],
  empty: [],
};
const one = (said: string) =>
  task({ labels: ["ok"], args: z.object({}), output: z.string(), run: async () => ({ label: "ok", output: said }) });
const desk = setup({
  state: { text: z.string(), said: z.string() },
  routers: {
    intent: router({ labels: ["pay", "keep"], args: z.object({ text: z.string() }), run: async ({ text }) => answers[text] as never }),
  },
  tasks: { pay: one("paid"), ask: one("asked"), fail: one("failed") },
}).defineGraph({
  ...{ id: "desk", version: 1, start: "sort", input: ["text"], output: ["said"] },
  nodes: {
    sort: {
      ...{ kind: "router", router: "intent", routes: { pay: "pay", keep: "ask" } },
      ...{ lowConfidence: { below: 0.5, margin: 0.2, next: "ask" }, onError: "fail" },
    },
    pay: { kind: "task", task: "pay", writes: "said", routes: { ok: "end" } },
    ask: { kind: "task", task: "ask", writes: "said", routes: { ok: "end" } },
    fail: { kind: "task", task: "fail", writes: "said", routes: { ok: "end" } },
  },
});

describeOnBoth("a classifier over HTTP", (open) => {
  it("pays only when it is sure", async () => {
    const database = await open();
    const compiled = compileGraph(desk, { ports: databasePorts(database, { log: consoleLog("silent") }) });
    const served = await serveOn(database, { desk: compiled });
    const said = async (text: string) => (await served.client.runs.wait(null, "desk", { input: { text } })) as { said?: string };
    const all = await Promise.all(Object.keys(answers).map(async (text) => [text, (await said(text)).said]));
    expect(Object.fromEntries(all)).toEqual({
      ...{ sure: "paid", unsorted: "paid", "not a number": "asked", percent: "asked", text: "asked", missing: "asked" },
      ...{ "alone and close": "asked", empty: "failed" },
    });
    await served.close();
  });
});

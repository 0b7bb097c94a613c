/** What a scenario can say beside the generated ones, on the embedded database: the same on a server as in memory. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peers } from "../../../graphs/peers/graph.ts";
import { supportDesk } from "../../../graphs/support-desk/graph.ts";
import type { GraphData } from "../../../language/graph/graph-data.ts";
import { advance, expire, fail, runPath, type Scenario, signal, startTestServer, type TestServer } from "../../../testkit/index.ts";
import { batch, invoicesOf } from "../../fixtures/batch.ts";
import { refunds } from "../coverage/project/refunds.ts";
import { comparable } from "./comparable.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const large: Scenario = { input: { message: "money back" }, nodes: { triage: [{ label: "large" }] } };
const unsure: Scenario = {
  input: { customerId: "C-1", message: "hm" },
  nodes: {
    reception: [{ label: "next", output: { customer: { id: "C-1", name: "Ada" }, said: { role: "user", content: "hm" } } }],
    triage: [{ label: "cards", confidence: 0.1 }],
  },
};
const hello = { role: "assistant", content: "Hello" };
const hi = { customerId: "C-1", messages: [{ role: "user", content: "hi" }] };

const cases: Readonly<Record<string, readonly [GraphData, Scenario]>> = {
  "a question without an answer": [refunds, large],
  "a reminder, then an answer that comes later": [refunds, { ...large, clock: [advance("90m")] }],
  "time that passes in several spans": [refunds, { ...large, clock: [advance("59m"), advance("1m"), advance("1h"), advance("2h")] }],
  "all deadlines at once": [refunds, { ...large, answers: { approval: expire() } }],
  "one deadline after the other on different questions": [
    supportDesk,
    { ...unsure, clock: [advance("29m"), advance("2m"), advance("1h")] },
  ],
  "errors that are forced": [refunds, { input: { message: "a" }, faults: [fail("pay", "CLOSED")] }],
  "an error that no edge takes": [refunds, { input: { message: "a" }, faults: [fail("pay", "unexpected")] }],
  "doubles by name": [refunds, { input: { message: "a" }, tools: { pay: ({ message }: { message: string }) => `paid for ${message}` } }],
  "several turns": [peers, { input: hi, nodes: { sales: [{ label: "next", output: hello, tokens: 7 }] }, turns: [hi, hi] }],
  "a signal": [
    peers,
    {
      input: hi,
      nodes: { sales: [{ label: "handoff:support" }], support: [{ label: "next", output: hello, tokens: 12 }] },
      turns: [signal("takeOver")],
      answers: { human: "close" },
    },
  ],
  "items on threads of their own": [batch, { input: { invoices: invoicesOf(5, -1, 7, 8) } }],
  "an item that asks and gets no answer": [batch, { input: { invoices: invoicesOf(5, 0, 7) } }],
  "an item that asks a person": [batch, { input: { invoices: invoicesOf(5, 0) }, answers: { clear: "drop" } }],
};

describe("the same on a server:", () => {
  it.each(Object.entries(cases))("%s", async (_, [graph, scenario]) => {
    const inMemory = await runPath(graph, scenario);
    const served = await runPath(graph, scenario, { server });
    expect(served.path).toEqual(inMemory.path);
    expect(comparable(served)).toEqual(comparable(inMemory));
  });
});

it("reports the thread, and runs scenarios one at a time", async () => {
  const both = await Promise.all([runPath(refunds, large, { server }), runPath(refunds, { input: { message: "a" } }, { server })]);
  expect(both.map(({ waitsAt }) => waitsAt)).toEqual(["approval", undefined]);
  expect(new Set(both.map(({ thread }) => thread)).size).toBe(2);
});

it("rejects what a server cannot be forced to do", async () => {
  await expect(runPath(refunds, { ...large, ports: { tenant: "a" }, stream: true }, { server })).rejects.toMatchObject({
    code: "SCENARIO_NOT_FORCEABLE",
    message: expect.stringContaining("stream, ports"),
  });
  await expect(runPath(refunds, { ...large, nodes: { triage: [{ label: "large", takes: "1h" }] } }, { server })).rejects.toMatchObject({
    code: "SCENARIO_NOT_FORCEABLE",
    message: expect.stringContaining("nodes.triage.takes"),
  });
});

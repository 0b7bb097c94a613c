/** A scenario on a server that knows nothing of the test kit: the graph runs with its own code. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileGraph } from "../../../compile/compile-graph.ts";
import type { GraphData } from "../../../language/graph/graph-data.ts";
import { advance, expire, fail, runPath, type Scenario } from "../../../testkit/index.ts";
import { memoryPorts } from "../../../testkit/memory/memory-ports.ts";
import { batch, invoicesOf } from "../../fixtures/batch.ts";
import { type Served, serveOn } from "../../server/serve-graphs.ts";
import { freshPglite, opened } from "../../support/databases.ts";
import { patient } from "../../support/servers/patient.ts";
import { refunds } from "../coverage/project/refunds.ts";

const compiled = (graph: GraphData) => compileGraph(graph, { ports: memoryPorts() });
let served: Served;
beforeAll(async () => {
  served = await serveOn(await opened(await freshPglite()), { refunds: compiled(refunds), batch: compiled(batch) });
});
afterAll(() => served.close());

const small = { input: { message: "money back" } };
const refused = (scenario: Scenario) => runPath(refunds, scenario, { server: served.url }).catch((error: unknown) => error);

it.each<[string, GraphData, Scenario]>([
  ["to an end", refunds, small],
  ["through questions of items", batch, { input: { invoices: invoicesOf(5, 0, 0) }, answers: { clear: ["book", "drop"] } }],
  ["to a question", batch, { input: { invoices: invoicesOf(5, 0) } }],
])("takes the same path %s", async (_, graph, scenario) => {
  const inMemory = await runPath(graph, scenario);
  const result = await runPath(graph, scenario, { server: served.url });
  expect(result.path).toEqual(inMemory.path);
  expect(result.state).toEqual(inMemory.state);
  expect(result.children.map(({ path }) => path)).toEqual(inMemory.children.map(({ path }) => path));
  expect(result.waitsAt).toBe(inMemory.waitsAt);
});

it("does not report effects", async () => {
  const result = await runPath(refunds, small, { server: served.url });
  expect(() => expect(result).toHaveEffects()).toThrow(/does not report effects/);
});

it("sends the key to a server that asks for one", async () => {
  const keys: unknown[] = [];
  const guarded = createServer(patient, (request, response) => {
    keys.push(request.headers["x-api-key"]);
    response.writeHead(401).end();
  });
  await new Promise<void>((resolve) => guarded.listen(0, "127.0.0.1", resolve));
  const server = `http://127.0.0.1:${(guarded.address() as AddressInfo).port}`;
  await expect(runPath(refunds, small, { server, apiKey: "key-1" })).rejects.toThrow(`${server} responds 401`);
  expect(keys).toEqual(["key-1"]);
  guarded.close();
});

describe("refuses", () => {
  it("what it cannot force, by name, before anything runs", async () => {
    const scenario = { ...small, nodes: { triage: [{ label: "large" }] }, faults: [fail("pay", "CLOSED")], clock: advance("1h") };
    expect(await refused(scenario)).toMatchObject({
      code: "SCENARIO_NOT_FORCEABLE",
      message: expect.stringMatching(/nodes, faults, clock: a server that was started by others runs its own code/),
    });
    expect(await refused({ ...small, answers: { approval: expire() } })).toMatchObject({
      code: "SCENARIO_NOT_FORCEABLE",
      message: expect.stringContaining("answers.approval"),
    });
    expect(await served.client.threads.search({ metadata: { graph_id: "refunds" }, values: { message: "never" } })).toEqual([]);
  });

  it("a server that does not respond, or does not serve the graph", async () => {
    await expect(runPath(refunds, small, { server: "http://127.0.0.1:1" })).rejects.toMatchObject({ code: "SERVER_UNREACHABLE" });
    await expect(runPath({ ...refunds, id: "other" }, small, { server: served.url })).rejects.toMatchObject({
      code: "ASSISTANT_NOT_FOUND",
    });
  });
});

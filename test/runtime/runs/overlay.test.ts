/** An operator's overlay, as the server gives it to the runtime: the params change, the edges do not. */
import { expect, it } from "vitest";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { orderDesk } from "../../fixtures/order-desk.ts";
import { describeOnBoth } from "../../support/databases.ts";

describeOnBoth("an overlay", (open) => {
  it("raises the limit above which a person is asked", async () => {
    const database = await open();
    const log = consoleLog("fatal");
    const graphs = { desk: compileGraph(orderDesk, { ports: databasePorts(database, { log }) }) };
    const runtime = await createRuntime({ database, graphs, log, params: { desk: { refundLimit: 100_000 } } });
    await runtime.start();
    const { thread_id } = await runtime.threads.create({});
    const run = await runtime.runs.create(thread_id, { assistant_id: "desk", input: { message: "refund, please", orderId: "o-70" } });
    expect(await runtime.runs.join(thread_id, run.run_id)).toMatchObject({ receipt: "paid 7000 for o-70" });
    await runtime.stop();
  });
});

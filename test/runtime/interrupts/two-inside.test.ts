/** Two questions that a subgraph asks at once belong to one task: LangGraph's saver kept only the last of them over a restart. */
import { expect, it } from "vitest";
import type { Database } from "../../../persistence/connection/database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { twoInside } from "../../fixtures/two-inside.ts";
import { describeOnBoth } from "../../support/databases.ts";
import { until } from "../../support/until.ts";

async function started(database: Database) {
  const runtime = await createRuntime({ database, graphs: { two: twoInside() }, log: consoleLog("fatal") });
  await runtime.start();
  return runtime;
}

describeOnBoth("two questions of one task", (open) => {
  it("are both there after a restart, and each takes its own answer", async () => {
    const database = await open();
    const before = await started(database);
    const { thread_id } = await before.threads.create({});
    await before.runs.create(thread_id, { assistant_id: "two", input: {} });
    const asked = await until("both questions", async () => {
      const { items } = await before.interrupts.list({ thread_id, status: "pending", limit: 10, offset: 0 });
      return items.length === 2 && items;
    });
    await before.stop();
    const after = await started(database);
    const of = (value: string) => asked.find((each) => each.value === value)?.id ?? "";
    const left = await after.interrupts.decide({ id: of("left?"), resume: "L" });
    await after.runs.join(thread_id, left.resume_run_id ?? "");
    await after.stop();
    const last = await started(database);
    const open_ = await last.interrupts.list({ thread_id, status: "pending", limit: 10, offset: 0 });
    expect(open_.items.map(({ id }) => id)).toEqual([of("right?")]);
    const right = await last.interrupts.decide({ id: of("right?"), resume: "R" });
    expect(await last.runs.join(thread_id, right.resume_run_id ?? "")).toEqual({ left: "L", right: "R" });
    await last.stop();
  });
});

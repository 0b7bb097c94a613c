/** A process of its own that runs the steps graph, for tests that kill, freeze or drain it. Argument: JSON of WorkerOptions. */
import { openDatabase } from "../../../../persistence/open-database.ts";
import { createRuntime } from "../../../../runtime/create-runtime.ts";
import type { Timing } from "../../../../runtime/timing.ts";
import { consoleLog } from "../../../../telemetry/log.ts";
import { stepsGraph } from "../../../fixtures/steps.ts";

export interface WorkerOptions {
  readonly url?: string;
  readonly dataFolder?: string;
  readonly timing?: Partial<Timing>;
  readonly ownsProcess?: boolean;
}

const { url, dataFolder, timing, ownsProcess } = JSON.parse(process.argv[2] ?? "{}") as WorkerOptions;
const database = await openDatabase({ url, dataFolder });
const runtime = await createRuntime({ database, graphs: { steps: stepsGraph(database) }, log: consoleLog("fatal"), timing, ownsProcess });
await runtime.start();
process.on("SIGTERM", async () => {
  await runtime.stop();
  await database.close();
  process.exit(0);
});
process.send?.("ready");

/** A process that runs the suite's graphs, with protections off or until a given statement kills it. Argument: JSON of FaultWorkerOptions. */
import { guardProcess } from "../../../cli/serving/guard-process.ts";
import { openDatabase } from "../../../persistence/open-database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import type { Timing } from "../../../runtime/timing.ts";
import { createApp } from "../../../server/app.ts";
import { listen } from "../../../server/listen.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { suiteGraphs } from "../graphs/suite-graphs.ts";
import { disableProtections, type Protection } from "../inject/disable-protections.ts";
import { type KillPoint, killAtStatement } from "../inject/kill-at-statement.ts";

export interface FaultWorkerOptions {
  readonly url: string;
  readonly timing?: Partial<Timing>;
  readonly without?: readonly Protection[];
  readonly killPoint?: KillPoint;
  /** It protects itself from the code of its runs, as `serve` and `worker` do. */
  readonly ownsProcess?: boolean;
  /** It serves the API there. */
  readonly port?: number;
}

const { url, timing, without = [], killPoint, ownsProcess = false, port } = JSON.parse(process.argv[2] ?? "{}") as FaultWorkerOptions;
const database = await openDatabase({ url });
disableProtections(database, without);
if (killPoint) killAtStatement(database, killPoint);
const log = consoleLog("silent");
const runtime = await createRuntime({ database, graphs: suiteGraphs(database), log, timing, ownsProcess });
if (ownsProcess) guardProcess(process, { log, onFatal: () => process.exit(1) });
await runtime.start();
const versions = { version: "0.0.0-test", langgraph_js_version: "1.7.3" };
if (port !== undefined) await listen(createApp({ runtime, versions }), port);
process.on("SIGTERM", async () => {
  await runtime.stop();
  process.exit(0);
});
process.send?.("ready");

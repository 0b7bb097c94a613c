/** A process of its own that runs the quorum graph, which ends it. Argument: JSON of WorkerOptions. */
import { openDatabase } from "../../../../persistence/open-database.ts";
import { createRuntime } from "../../../../runtime/create-runtime.ts";
import { consoleLog } from "../../../../telemetry/log.ts";
import { quorumGraph } from "./quorum-graph.ts";
import type { WorkerOptions } from "./worker.ts";

const { url, dataFolder, timing } = JSON.parse(process.argv[2] ?? "{}") as WorkerOptions;
const database = await openDatabase({ url, dataFolder });
const runtime = await createRuntime({ database, graphs: { quorum: quorumGraph(database) }, log: consoleLog("fatal"), timing });
await runtime.start();
process.send?.("ready");

/** A process of its own that executes the graphs of chat-graphs.ts. Argument: JSON with the database's url. */
import { openDatabase } from "../../../persistence/open-database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { chat, fan } from "./chat-graphs.ts";

const { url } = JSON.parse(process.argv[2] ?? "{}");
const runtime = await createRuntime({ database: await openDatabase({ url }), graphs: { chat, fan }, log: consoleLog("fatal") });
await runtime.start();
process.send?.("ready");

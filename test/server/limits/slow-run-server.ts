/** A server with one run that takes as long as it is let. Argument: the database's URL. Prints its own URL, the thread and the run. */
import { setTimeout as sleep } from "node:timers/promises";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { openDatabase } from "../../../persistence/open-database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { createApp } from "../../../server/app.ts";
import { listen } from "../../../server/listen.ts";
import { consoleLog } from "../../../telemetry/log.ts";

const slow = new StateGraph(Annotation.Root({ n: Annotation<number>() }))
  .addNode("waits", async (_state, { signal }) => sleep(600_000, { n: 1 }, { signal: signal as AbortSignal }))
  .addEdge(START, "waits")
  .addEdge("waits", END)
  .compile();

const database = await openDatabase({ url: process.argv[2] });
const runtime = await createRuntime({ database, graphs: { slow }, log: consoleLog("silent") });
await runtime.start();
const { url } = await listen(createApp({ runtime }), 0);
const { thread_id } = await runtime.threads.create({});
const { run_id } = await runtime.runs.create(thread_id, { assistant_id: "slow", input: { n: 0 } });
console.log(JSON.stringify({ url, thread_id, run_id, pid: process.pid }));

/** A server with a small heap and a thread whose history, and a database whose threads, are far larger. Argument: the database's URL. Prints its own URL and the thread. */
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { openDatabase } from "../../persistence/open-database.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { createApp } from "../../server/app.ts";
import { listen } from "../../server/listen.ts";
import { consoleLog } from "../../telemetry/log.ts";

const State = Annotation.Root({ n: Annotation<number>(), pad: Annotation<string>() });
const loop = new StateGraph(State)
  .addNode("a", ({ n = 0 }) => ({ n: n + 1, pad: String(n).padEnd(1_000_000, "x") }))
  .addEdge(START, "a")
  .addConditionalEdges("a", ({ n }) => (n < 30 ? "a" : END), ["a", END])
  .compile();

const database = await openDatabase({ url: process.argv[2] });
const runtime = await createRuntime({ database, graphs: { loop }, log: consoleLog("silent") });
await runtime.start();
const { url } = await listen(createApp({ runtime, versions: { version: "0.0.0", langgraph_js_version: "0.0.0" } }), 0);
const { thread_id } = await runtime.threads.create({ metadata: { large: true } });
const { run_id } = await runtime.runs.create(thread_id, { assistant_id: "loop", input: { n: 0 }, config: { recursion_limit: 1_000 } });
await runtime.runs.join(thread_id, run_id);
await database.sql.query(
  `insert into signalbox.threads select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid()))).*
   from signalbox.threads t, generate_series(1, 59) where t.id = $1`,
  [thread_id],
);
console.log(JSON.stringify({ url, thread_id }));

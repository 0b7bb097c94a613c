/** A process with a small heap, whose runs emit far more events than fit into it. Arguments: the database's URL, and which of the situations. */
import { setTimeout as sleep } from "node:timers/promises";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { openDatabase } from "../../../persistence/open-database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";

const [, , url, what] = process.argv;
const State = Annotation.Root({ n: Annotation<number>(), loops: Annotation<number>(), pad: Annotation<string>() });
/** Its state is 1 MB, and every step replaces it. */
const loop = new StateGraph(State)
  .addNode("a", ({ n = 0 }) => ({ n: n + 1, pad: String(n).padEnd(1_000_000, "x") }))
  .addEdge(START, "a")
  .addConditionalEdges("a", ({ n, loops }) => (n < loops ? "a" : END), ["a", END])
  .compile();

const database = await openDatabase({ url });
const runtime = await createRuntime({ database, graphs: { loop }, log: consoleLog("silent") });
await runtime.start();

const begin = async (loops: number) => {
  const { thread_id } = await runtime.threads.create({});
  const { run_id } = await runtime.runs.create(thread_id, {
    assistant_id: "loop",
    input: { n: 0, loops },
    config: { recursion_limit: 1_000 },
  });
  return { thread_id, run_id };
};
const countOf = (data: unknown): unknown => (data as { n?: number } | undefined)?.n;

/** Reads with a pause after each event, from the first or again from where it was, as a client does. */
async function readSlowly({ thread_id, run_id }: Awaited<ReturnType<typeof begin>>, pauseMs: number): Promise<void> {
  let seen = -1;
  let last: unknown;
  for await (const { id, event, data } of runtime.runs.stream(thread_id, run_id)) {
    if (Number(id) !== seen + 1) throw new Error(`event ${id} after ${seen}`);
    seen = Number(id);
    if (event === "values") last = countOf(data);
    await sleep(pauseMs);
  }
  if (last !== 40) throw new Error(`the slow reader's last values: ${last}`);
}

if (what === "ended")
  for (let n = 0; n < 12; n++) {
    const { thread_id, run_id } = await begin(10);
    if (countOf(await runtime.runs.join(thread_id, run_id)) !== 10) throw new Error("the result is another one");
  }
if (what === "active") {
  const runs = await Promise.all([begin(60), begin(60)]);
  for (const { thread_id, run_id } of runs) await runtime.runs.join(thread_id, run_id);
}
if (what === "readers") {
  const run = await begin(40);
  const silent = Array.from({ length: 10 }, () => runtime.runs.stream(run.thread_id, run.run_id)[Symbol.asyncIterator]());
  for (const reader of silent) await reader.next();
  await readSlowly(run, 100);
}
console.log("ok");
process.exit(0);

/** LangGraph alone in process: a chain of ten nodes, or a fan-out of a hundred, with the checkpointer that its argument names. */
import { randomUUID } from "node:crypto";
import { Annotation, type BaseCheckpointSaver, END, MemorySaver, Send, START, StateGraph } from "@langchain/langgraph";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { EPOCH } from "../../language/terms/run-keys.ts";
import { FencedSaver } from "../../persistence/checkpointer/saver.ts";
import { openDatabase } from "../../persistence/open-database.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { chain } from "../server/graphs/graphs.ts";
import { answerLoads } from "./answer-loads.ts";

const LEASES = 20_000;
const FAN = 100;
const [saver = "none", shape = "chain"] = process.argv.slice(2);

interface Kept {
  readonly checkpointer?: BaseCheckpointSaver;
  /** Of the next thread. */
  configurable(): Record<string, unknown>;
}

const savers: Record<string, () => Promise<Kept>> = {
  none: async () => ({ configurable: () => ({}) }),
  memory: async () => ({ checkpointer: new MemorySaver(), configurable: () => ({ thread_id: randomUUID() }) }),
  async postgres() {
    const checkpointer = PostgresSaver.fromConnString(process.env.DATABASE_URL ?? "");
    await checkpointer.setup();
    return { checkpointer, configurable: () => ({ thread_id: randomUUID() }) };
  },
  /** Each thread has a lease, which each write is checked against. */
  async ours() {
    const database = await openDatabase({ url: process.env.DATABASE_URL });
    await prepareDatabase(database);
    await database.sql.query("insert into signalbox.leases (thread, epoch) select 'bench ' || n, 1 from generate_series(1, $1) n", [
      LEASES,
    ]);
    let thread = 0;
    return {
      checkpointer: new FencedSaver(database),
      configurable: () => ({ thread_id: `bench ${++thread}`, [EPOCH]: 1 }),
    };
  },
};

const State = Annotation.Root({
  n: Annotation<number>(),
  all: Annotation<number[]>({ reducer: (one, other) => [...one, ...other], default: () => [] }),
});
const fan = new StateGraph(State)
  .addNode("item", ({ n }) => ({ all: [n] }))
  .addConditionalEdges(START, () => Array.from({ length: FAN }, (_, n) => new Send("item", { n })), ["item"])
  .addEdge("item", END)
  .compile();

const kept = await savers[saver]?.();
if (!kept) throw new Error(`"${saver}" is not one of ${Object.keys(savers).join(", ")}`);
const graph = shape === "fan" ? fan : chain;
if (kept.checkpointer) graph.checkpointer = kept.checkpointer;

await answerLoads(async () => {
  const result = await graph.invoke({ n: 0 }, { configurable: kept.configurable(), durability: "sync" });
  const done = shape === "fan" ? (result as typeof State.State).all.length === FAN : result.n === 10;
  if (!done) throw new Error(`a run ended with ${JSON.stringify(result)}`);
});

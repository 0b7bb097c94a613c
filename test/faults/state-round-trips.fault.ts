/** G12: state is what was stored. Awkward values from every side: an error with its place, or an exact round trip; no thread poisoned. */
import { isDeepStrictEqual } from "node:util";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { compileGraph } from "../../compile/compile-graph.ts";
import { FencedSaver } from "../../persistence/checkpointer/saver.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { databasePorts } from "../../runtime/ports/ports.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { consoleLog } from "../../telemetry/log.ts";
import { freshPostgres, opened } from "../support/databases.ts";
import { declared, rawGraph, values, write } from "./graphs/awkward-values.ts";
import { keeps, type Tally } from "./measure/promise.ts";

const places = ["a declared node", "a raw node", "the input", "the form", "a state edit"] as const;
type Place = (typeof places)[number];
const log = consoleLog("silent");

keeps({
  ...{
    id: "G12",
    promise: "state is stored exactly, or refused with its place",
    off: "raw LangGraph on PostgresSaver",
  },
  trials: { full: Object.keys(values).length * places.length, quick: 20, off: Object.keys(values).length },
  protections: ["elsewhere"],
  async measure(trials, without) {
    const { url } = await freshPostgres();
    const database = await opened({ url });
    if (without.length > 0) return rawLangGraph(database, trials);
    const graphs = { declared: compileGraph(declared, { ports: databasePorts(database, { log }) }), raw: rawGraph() };
    const runtime = await createRuntime({ database, graphs, log });
    await runtime.start();
    const cells = Object.entries(values).flatMap(([name, make]) => places.map((place) => ({ name, make, place })));
    let violations = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { name, make, place } = cells[Math.floor((trial * cells.length) / trials)] as (typeof cells)[number];
      const wrong = await violationOf({ runtime, database }, place, make);
      if (wrong) console.log(`G12: ${name} from ${place}: ${wrong}`);
      if (wrong) violations++;
    }
    await runtime.stop();
    return { trials, violations };
  },
});

interface World {
  readonly runtime: Runtime;
  readonly database: Database;
}

/** What went wrong, if anything did. */
async function violationOf(world: World, place: Place, make: () => unknown): Promise<string | undefined> {
  const { runtime } = world;
  const { thread_id } = await runtime.threads.create({});
  const told = await given(world, { place, thread: thread_id, value: make() });
  write(() => "fine");
  if ("polluted" in {}) return "a prototype was polluted";
  if (told === "silent") return "it was changed without a word";
  if (told !== "exact" && !told.includes("making") && !told.includes("thing") && !/input|answer|values/.test(told))
    return `it says no place: ${told}`;
  try {
    await runtime.threads.state(thread_id);
    await runtime.threads.history(thread_id);
    await runtime.threads.search({ limit: 5, offset: 0 });
    const { status } = await runtime.threads.get(thread_id);
    if (status !== "interrupted") {
      const assistant_id = place === "a raw node" || place === "a state edit" ? "raw" : "declared";
      const run = await runtime.runs.create(thread_id, { assistant_id, input: { message: "again" } });
      await runtime.runs.join(thread_id, run.run_id);
      if ((await runtime.runs.get(thread_id, run.run_id)).status !== "success") return "the thread does not go on";
    }
    return undefined;
  } catch (error) {
    return `the thread is poisoned: ${(error as Error).message}`;
  }
}

interface Given {
  readonly place: Place;
  readonly thread: string;
  readonly value: unknown;
}

/** The refusal's words, or whether the value is there as it was. */
async function given({ runtime, database }: World, { place, thread, value }: Given): Promise<string> {
  const stored = async () => {
    const tuple = await new FencedSaver(database.pool).getTuple({ configurable: { thread_id: thread } });
    return same(tuple?.checkpoint.channel_values.thing, value) ? "exact" : "silent";
  };
  const ran = async (assistant_id: string, input: unknown) => {
    const { run_id } = await runtime.runs.create(thread, { assistant_id, input });
    const result = (await runtime.runs.join(thread, run_id)) as { __error__?: { message: string } };
    return result?.__error__?.message;
  };
  try {
    if (place === "a declared node" || place === "a raw node") {
      write(() => value);
      return (await ran(place === "a raw node" ? "raw" : "declared", { message: "m" })) ?? (await stored());
    }
    if (place === "the input") return (await ran("raw", { message: "m", thing: value })) ?? "overwritten by the node: making";
    if (place === "a state edit") {
      await ran("raw", { message: "m" });
      await runtime.threads.updateState(thread, { values: { thing: value }, as_node: "making" });
      return await stored();
    }
    await ran("declared", { message: "m" });
    const { items } = await runtime.interrupts.list({ thread_id: thread, limit: 1, offset: 0 });
    const { resume_run_id } = await runtime.interrupts.decide({ id: items[0]?.id ?? "", decision: "go", form: { note: value } });
    const result = (await runtime.runs.join(thread, resume_run_id ?? "")) as { __error__?: { message: string } };
    return result.__error__?.message ?? (await stored());
  } catch (error) {
    return (error as Error).message;
  }
}

const plain = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "toDict" in value ? (value as { toDict(): unknown }).toDict() : value;
const same = (one: unknown, other: unknown): boolean => isDeepStrictEqual(plain(one), plain(other));

/** What would have been stored: changed without a word, or never readable again. */
async function rawLangGraph(database: Database, trials: number): Promise<Tally> {
  let violations = 0;
  for (const [name, make] of Object.entries(values).slice(0, trials)) {
    const graph = rawGraph();
    graph.checkpointer = new PostgresSaver(database.pool);
    const config = { configurable: { thread_id: `off-${name}` } };
    const value = make();
    write(() => value);
    const isTold = await graph.invoke({ message: "m" } as never, config).then(
      () => false,
      () => true,
    );
    const stored = await graph.getState(config).then(
      ({ values: state }) => (state as { thing?: unknown }).thing,
      () => "poisoned",
    );
    if (stored === "poisoned" || (!isTold && !same(stored, value))) violations++;
  }
  write(() => "fine");
  return { trials, violations };
}

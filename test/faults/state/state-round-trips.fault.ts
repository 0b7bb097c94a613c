/** G12: awkward values from every source are refused with their place, or come back exactly; no thread becomes unreadable. */
import { isDeepStrictEqual } from "node:util";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { FencedSaver } from "../../../persistence/checkpointer/saver.ts";
import type { Database } from "../../../persistence/connection/database.ts";
import { createRuntime } from "../../../runtime/create-runtime.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import type { Runtime } from "../../../runtime/runtime.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { declared, rawGraph, values, write } from "../graphs/awkward-values.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import type { Violation } from "../measure/run-trials.ts";

const sources = ["a declared node", "a raw node", "the input", "the form", "a state edit"] as const;
type Source = (typeof sources)[number];
const log = consoleLog("silent");

measurePromise({
  promise: "state is stored exactly, or refused with its place",
  off: "raw LangGraph on PostgresSaver",
  trials: { full: Object.keys(values).length * sources.length, quick: 20, off: Object.keys(values).length },
  protections: ["custom"],
  async measure(trials, without) {
    const { url } = await freshPostgres();
    const database = await opened({ url });
    if (without.length > 0) return rawLangGraph(database, trials);
    const graphs = { declared: compileGraph(declared, { ports: databasePorts(database, { log }) }), raw: rawGraph() };
    const runtime = await createRuntime({ database, graphs, log });
    await runtime.start();
    const cases = Object.entries(values).flatMap(([name, make]) => sources.map((source) => ({ name, make, source })));
    let violations = 0;
    for (let trial = 0; trial < trials; trial++) {
      const { name, make, source } = cases[Math.floor((trial * cases.length) / trials)] as (typeof cases)[number];
      const violation = await violationOf({ runtime, database }, source, make);
      if (violation) console.log(`G12: ${name} from ${source}: ${violation}`);
      if (violation) violations++;
    }
    await runtime.stop();
    return { trials, violations };
  },
});

interface Subject {
  readonly runtime: Runtime;
  readonly database: Database;
}

async function violationOf(subject: Subject, source: Source, make: () => unknown): Promise<Violation> {
  const { runtime } = subject;
  const { thread_id } = await runtime.threads.create({});
  const outcome = await store(subject, { source, thread: thread_id, value: make() });
  write(() => "fine");
  if ("polluted" in {}) return "a prototype was polluted";
  if (outcome === "changed") return "it was changed without an error";
  if (outcome !== "exact" && !outcome.includes("making") && !outcome.includes("thing") && !/input|answer|values/.test(outcome))
    return `the error names no place: ${outcome}`;
  try {
    await runtime.threads.state(thread_id);
    await runtime.threads.history(thread_id);
    await runtime.threads.search({ limit: 5, offset: 0 });
    const { status } = await runtime.threads.get(thread_id);
    if (status !== "interrupted") {
      const assistant_id = source === "a raw node" || source === "a state edit" ? "raw" : "declared";
      const run = await runtime.runs.create(thread_id, { assistant_id, input: { message: "again" } });
      await runtime.runs.join(thread_id, run.run_id);
      if ((await runtime.runs.get(thread_id, run.run_id)).status !== "success") return "the thread does not continue";
    }
    return undefined;
  } catch (error) {
    return `the thread is unreadable: ${(error as Error).message}`;
  }
}

interface Given {
  readonly source: Source;
  readonly thread: string;
  readonly value: unknown;
}

/** The error's message, or whether the stored value is the same: "exact" or "changed". */
async function store({ runtime, database }: Subject, { source, thread, value }: Given): Promise<string> {
  const stored = async () => {
    const tuple = await new FencedSaver(database).getTuple({ configurable: { thread_id: thread } });
    return same(tuple?.checkpoint.channel_values.thing, value) ? "exact" : "changed";
  };
  const ran = async (assistant_id: string, input: unknown) => {
    const { run_id } = await runtime.runs.create(thread, { assistant_id, input });
    const result = (await runtime.runs.join(thread, run_id)) as { __error__?: { message: string } };
    return result?.__error__?.message;
  };
  try {
    if (source === "a declared node" || source === "a raw node") {
      write(() => value);
      return (await ran(source === "a raw node" ? "raw" : "declared", { message: "m" })) ?? (await stored());
    }
    if (source === "the input") return (await ran("raw", { message: "m", thing: value })) ?? "overwritten by the node: making";
    if (source === "a state edit") {
      await ran("raw", { message: "m" });
      await runtime.threads.updateState(thread, { values: { thing: value }, as_node: "making" });
      return await stored();
    }
    await ran("declared", { message: "m" });
    const { items } = await runtime.interrupts.list({ thread_id: thread, limit: 1, offset: 0 });
    const { resume_run_id } = await runtime.interrupts.decide({
      id: items[0]?.id ?? "",
      decision: "go",
      form: { note: value },
      roles: ["lead"],
    });
    const result = (await runtime.runs.join(thread, resume_run_id ?? "")) as { __error__?: { message: string } };
    return result.__error__?.message ?? (await stored());
  } catch (error) {
    return (error as Error).message;
  }
}

const plain = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "toDict" in value ? (value as { toDict(): unknown }).toDict() : value;
const same = (one: unknown, other: unknown): boolean => isDeepStrictEqual(plain(one), plain(other));

/** A value that was changed without an error, or that can never be read again, is a violation. */
async function rawLangGraph(database: Database, trials: number): Promise<Tally> {
  let violations = 0;
  for (const [name, make] of Object.entries(values).slice(0, trials)) {
    const graph = rawGraph();
    graph.checkpointer = new PostgresSaver(database.pool, undefined, { schema: database.schemas.checkpoints });
    const config = { configurable: { thread_id: `off-${name}` } };
    const value = make();
    write(() => value);
    const isRefused = await graph.invoke({ message: "m" } as never, config).then(
      () => false,
      () => true,
    );
    const stored = await graph.getState(config).then(
      ({ values: state }) => (state as { thing?: unknown }).thing,
      () => "unreadable",
    );
    if (stored === "unreadable" || (!isRefused && !same(stored, value))) violations++;
  }
  write(() => "fine");
  return { trials, violations };
}

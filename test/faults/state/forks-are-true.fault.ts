/** G13: a thread is edited at each checkpoint of twenty declared steps and run on from there: each branch has its own values, and the original stays. */
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { compileGraph } from "../../../compile/compile-graph.ts";
import { WAY } from "../../../compile/task-labels.ts";
import { databasePorts } from "../../../runtime/ports/ports.ts";
import type { ThreadState } from "../../../runtime/protocol/thread-state.ts";
import { consoleLog } from "../../../telemetry/log.ts";
import { STEPS, twentySteps } from "../../fixtures/time-travel.ts";
import { freshPostgres, opened } from "../../support/databases.ts";
import { type FaultDesk, faultDesk } from "../graphs/fault-desk.ts";
import { measurePromise, type Tally } from "../measure/promise.ts";
import { firstViolation, runTrials, sumTallies } from "../measure/run-trials.ts";

/** Before the input, with it, at the first step, and after each step. */
const CHECKPOINTS = STEPS + 3;

measurePromise({
  promise: "each fork has its own values and runs on from its checkpoint; the original is unchanged",
  off: "LangGraph's own PostgresSaver",
  trials: { full: 10 * CHECKPOINTS, quick: CHECKPOINTS, off: STEPS - 1 },
  protections: ["custom"],
  async measure(trials, without) {
    if (without.length > 0) return forksOfPostgresSaver();
    const desk = await faultDesk([]);
    const tallies: Tally[] = [];
    for (let threads = 0; threads < trials / CHECKPOINTS; threads++)
      tallies.push(await forksOf(desk, threads % 2 === 0 ? undefined : "step"));
    await desk.runtime.stop();
    return sumTallies(...tallies);
  },
});

/** The lines of a thread that was edited after n steps. */
const expectedLog = (n: number, tag: string): string =>
  String(Array.from({ length: STEPS }, (_, index) => `${index + 1}${index < n ? "o" : tag}`));

const valuesOf = ({ values }: Pick<ThreadState, "values">) => values as { n?: number; tag?: string; log?: string[] };

/** All forks are made before the first one runs. */
async function forksOf({ runtime, begin, settled }: FaultDesk, asNode: string | undefined): Promise<Tally> {
  const { thread_id: thread } = await begin({ n: 0, tag: "o" }, "twenty-steps");
  await settled(thread);
  const original = await runtime.threads.history(thread, { limit: 100 });
  const forks: { n: number; tag: string; checkpoint: ThreadState["checkpoint"] }[] = [];
  for (const [index, state] of original.entries()) {
    const as_node = (valuesOf(state).n ?? 0) > 0 ? asNode : undefined;
    const update = { values: { tag: `f${index}` }, checkpoint: { ...state.checkpoint }, as_node };
    forks.push({ n: valuesOf(state).n ?? 0, tag: `f${index}`, ...(await runtime.threads.updateState(thread, update)) });
  }
  const ends: ThreadState["checkpoint"][] = [];
  for (const { checkpoint } of forks) {
    const run = await runtime.runs.create(thread, { assistant_id: "twenty-steps", input: null, checkpoint: { ...checkpoint } });
    await runtime.runs.join(thread, run.run_id);
    ends.push((await runtime.threads.state(thread)).checkpoint);
  }
  return runTrials({ trials: original.length, width: 1 }, async (index) => {
    const fork = forks[index];
    const before = original[index];
    const now = await runtime.threads.state(thread, { checkpoint: { ...before?.checkpoint } });
    const edited = await runtime.threads.state(thread, { checkpoint: { ...fork?.checkpoint } });
    const end = await runtime.threads.state(thread, { checkpoint: { ...ends[index] } });
    return firstViolation({
      [`the edit shows tag ${valuesOf(edited).tag}`]: valuesOf(edited).tag === fork?.tag,
      [`the fork after step ${fork?.n} ended with ${valuesOf(end).log}`]:
        String(valuesOf(end).log) === expectedLog(fork?.n ?? 0, fork?.tag ?? ""),
      [`the original at ${before?.next} changed`]:
        JSON.stringify([now.values, now.next]) === JSON.stringify([before?.values, before?.next]),
    });
  });
}

async function forksOfPostgresSaver(): Promise<Tally> {
  const database = await opened(await freshPostgres());
  const ports = databasePorts(database, { log: consoleLog("silent") });
  const graph = compileGraph(twentySteps, {
    ports,
    checkpointer: new PostgresSaver(database.pool, undefined, { schema: database.schemas.checkpoints }),
  });
  const config = { configurable: { thread_id: "t" } };
  await graph.invoke({ n: 0, tag: "o" }, config);
  const states = [];
  for await (const state of graph.getStateHistory(config)) if (state.values.n > 0 && state.values.n < STEPS) states.push(state);
  const forks: { n: number; tag: string; config: (typeof states)[number]["config"] }[] = [];
  for (const [index, { values, config: at }] of states.entries()) {
    const edit = await graph.updateState({ configurable: { ...at.configurable, [WAY]: "again" } }, { tag: `f${index}` }, "step");
    forks.push({ n: values.n, tag: `f${index}`, config: edit });
  }
  const logs: string[] = [];
  for (const fork of forks) logs.push(String((await graph.invoke(null, fork.config)).log));
  return runTrials({ trials: forks.length, width: 1 }, async (index) => {
    const { n, tag, config: at } = forks[index] ?? { n: 0, tag: "", config };
    const edited = await graph.getState(at);
    return firstViolation({
      "the edit shows another tag": edited.values.tag === tag,
      "the fork ended with other values": logs[index] === expectedLog(n, tag),
    });
  });
}

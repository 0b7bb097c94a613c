/** A real server for scenarios: the Express app, the run engine and a database, with the registry's code doubled as each scenario says. */
import pLimit from "p-limit";
import { compileGraph } from "../../compile/compile-graph.ts";
import type { GraphData } from "../../language/graph/graph-data.ts";
import { registryOf, rememberRegistry } from "../../language/registry/registry-of.ts";
import type { Database } from "../../persistence/connection/database.ts";
import { type DatabaseOptions, openDatabase } from "../../persistence/open-database.ts";
import { prepareDatabase } from "../../persistence/schema/prepare-database.ts";
import { findEffectsOf } from "../../persistence/statements/effects/find-effects-of.ts";
import { bringDeadlinesForward } from "../../persistence/statements/interrupts/bring-deadlines-forward.ts";
import { findFiredDeadlines } from "../../persistence/statements/interrupts/find-fired-deadlines.ts";
import { findSleeps, nextDueOf } from "../../persistence/statements/interrupts/next-due-of.ts";
import { createRuntime } from "../../runtime/create-runtime.ts";
import { publish } from "../../runtime/pubsub/publish.ts";
import { createApp } from "../../server/app.ts";
import { listen } from "../../server/listen.ts";
import { consoleLog } from "../../telemetry/log.ts";
import { stubGraph } from "../doubles/stub-graph.ts";
import { type Effect, memoryPorts } from "../memory/memory-ports.ts";
import { VirtualClock, VirtualTime } from "../memory/virtual-time.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { PathDetails } from "../text/path-details.ts";
import type { DeadlinePort } from "./served-time.ts";

/** What a scenario runs on, while it runs. */
export interface ServedScenario {
  readonly url: string;
  readonly deadlines: DeadlinePort;
  readonly effectsOf: (threads: readonly string[]) => Promise<readonly Effect[]>;
}

/** For `runPath(graph, scenario, { server })`. */
export interface TestServer {
  /** Serves the graph with the scenario's doubles for as long as `run` takes. One scenario at a time: others wait. */
  play<T>(graph: GraphData, scenario: Scenario, run: (stage: ServedScenario) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openTestServer(options: DatabaseOptions = { dataFolder: "memory://" }): Promise<TestServer> {
  const database = await openDatabase({ log: silent, ...options });
  await prepareDatabase(database);
  const oneAtATime = pLimit(1);
  return {
    play: (graph, scenario, run) => oneAtATime(() => play(database, { graph, scenario }, run)),
    close: () => database.close(),
  };
}

const silent = consoleLog("silent");

interface Played {
  readonly graph: GraphData;
  readonly scenario: Scenario;
}

/** A registry cannot change while its graph is served: each scenario has a runtime and a port of its own. */
async function play<T>(database: Database, { graph, scenario }: Played, run: (stage: ServedScenario) => Promise<T>): Promise<T> {
  const details = new PathDetails();
  const time = new VirtualTime(new VirtualClock(), details);
  const doubled = stubGraph(graph, registryOf(graph), scenario, { time, details });
  const { params } = scenario;
  // the runtime puts its own ports in the place of these
  const compiled = compileGraph(rememberRegistry({ ...doubled.graph }, doubled.registry), {
    ports: memoryPorts(),
    ...(params && { params }),
  });
  const runtime = await createRuntime({ database, graphs: { [graph.id]: compiled }, log: silent, time });
  try {
    await runtime.start();
    const versions = { version: "testkit", langgraph_js_version: "testkit" };
    const { url, close } = await listen(createApp({ runtime, versions }), 0);
    try {
      const result = await run({ url, deadlines: deadlinesOn(database), effectsOf: (threads) => findEffectsOf(database.sql, threads) });
      doubled.realModels.assertNone();
      return result;
    } finally {
      await close(0);
    }
  } finally {
    await runtime.stop();
  }
}

function deadlinesOn({ sql }: Database): DeadlinePort {
  return {
    next: (interrupts) => nextDueOf(sql, interrupts),
    fired: (interrupts) => findFiredDeadlines(sql, interrupts),
    sleeps: (threads) => findSleeps(sql, threads),
    async bringForward(interrupts, ms) {
      await bringDeadlinesForward(sql, interrupts, ms);
      await publish(sql, { kind: "due" });
    },
  };
}
